// SPDX-License-Identifier: MIT
/*
 * What kernel probes cost, by perf_event_open(2): to open one, to switch it
 * on and off, to close it; and what a read fault and write(2) take while
 * probes are open that are switched off, against none.
 *
 *   node build/scripts/findings/run.js --kernel K --runs 1 scripts/bench/probe-cost.c
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { PAGE = 4096, PLACES = 512, ROUNDS = 4, PROBES = 200, UNTESTED = 125 };

static const char *const symbols[] = {
	"ext4_iomap_begin", "xfs_read_iomap_begin", "iomap_iter",
	"vmf_insert_mixed", "dax_insert_entry", "insert_pfn",
	"ext4_map_blocks", "ext4_es_lookup_extent", "xfs_bmapi_read",
	"xfs_bmbt_to_iomap", "dax_iomap_pte_fault", "dax_iomap_pmd_fault",
	"dax_iomap_fault", "dax_unlock_entry", "ext4_dax_huge_fault",
	"ext4_dax_fault", "__xfs_filemap_fault", "filemap_fault",
	"filemap_map_pages", "finish_fault", "handle_mm_fault",
	"invalidate_inode_pages2_range", "dax_iomap_rw", "xfs_reflink_end_cow",
	"xfs_direct_write_iomap_begin", "ext4_iomap_end",
	"truncate_pagecache_range", "unmap_mapping_range",
	"truncate_inode_pages_range", "unmap_mapping_pages",
};
enum { SYMBOLS = sizeof(symbols) / sizeof(*symbols) };

static struct { int fd; void *ring; } probes[PROBES];
static int count;
static int pmu;

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1e6 + time.tv_nsec / 1e3;
}

static void need(int done, const char *what)
{
	if (done)
		return;
	printf("untested: %s: %s\n", what, strerror(errno));
	exit(UNTESTED);
}

static int open_probe(int type, const char *symbol, unsigned long config)
{
	struct perf_event_attr event = {
		.type = type, .size = sizeof(event), .config = config,
		.sample_period = 1, .wakeup_events = 1, .disabled = 1,
		.kprobe_func = type == PERF_TYPE_SOFTWARE ? 0 : (size_t)symbol,
	};
	int fd = syscall(SYS_perf_event_open, &event, 0, -1, -1, 0);

	return fd;
}

/* Waits for nobody who is in it. */
static double close_last(void)
{
	double began = now();

	munmap(probes[--count].ring, 2 * PAGE);
	close(probes[count].fd);
	return now() - began;
}

static void measure_calls(const char *name, int file)
{
	char page[PAGE];
	double fault = 0, write = 0, began;
	volatile char *map;

	memset(page, 7, PAGE);
	for (int round = 0; round < ROUNDS; round++) {
		need(!ftruncate(file, 0) && !ftruncate(file, PLACES * PAGE),
		     "ftruncate");
		map = mmap(NULL, PLACES * PAGE, PROT_READ, MAP_SHARED, file, 0);
		need(map != MAP_FAILED, "mmap");
		madvise((void *)map, PLACES * PAGE, MADV_NOHUGEPAGE);
		madvise((void *)map, PLACES * PAGE, MADV_RANDOM);
		began = now();
		for (int i = 0; i < PLACES; i++)
			(void)map[i * PAGE];
		fault += now() - began;
		began = now();
		for (int i = 0; i < PLACES; i++)
			need(pwrite(file, page, PAGE, (off_t)i * PAGE) == PAGE,
			     "pwrite");
		write += now() - began;
		munmap((void *)map, PLACES * PAGE);
	}
	printf("%s: fault %.1f us, write(2) %.1f us\n", name,
	       fault / PLACES / ROUNDS, write / PLACES / ROUNDS);
}

int main(int argc, char **argv)
{
	double began, opened, on = 0, off = 0, closed, longest = 0;
	double missing = 0;
	int lacking = 0, file, held;
	FILE *type = fopen("/sys/bus/event_source/devices/kprobe/type", "r");
	char name[] = ".probe-cost-XXXXXX", label[64];

	need(argc > 1 && !chdir(argv[1]), "usage: DIRECTORY");
	need(type && fscanf(type, "%d", &pmu) == 1, "probes");
	file = mkstemp(name);
	need(file >= 0 && !unlink(name), "mkstemp");
	held = open_probe(PERF_TYPE_SOFTWARE, "", PERF_COUNT_SW_DUMMY);
	need(held >= 0, "an event that stays");
	measure_calls("warm", file);
	measure_calls("no probe", file);
	for (unsigned long at = 0; at < 2; at++) {
		double sum = 0, most = 0, sum_off = 0, sum_on = 0;
		int first = count;

		for (int i = 0; i < SYMBOLS; i++) {
			began = now();
			int fd = open_probe(pmu, symbols[i], at);
			opened = now() - began;
			if (fd < 0) {
				missing += opened;
				lacking++;
				continue;
			}
			probes[count].ring = mmap(NULL, 2 * PAGE, PROT_READ,
						  MAP_SHARED, fd, 0);
			need(probes[count].ring != MAP_FAILED, "mmap");
			probes[count++].fd = fd;
			sum += opened;
			most = opened > most ? opened : most;
		}
		for (int i = first; i < count; i++) {
			began = now();
			need(!ioctl(probes[i].fd, PERF_EVENT_IOC_ENABLE, 0), "on");
			on = now();
			need(!ioctl(probes[i].fd, PERF_EVENT_IOC_DISABLE, 0), "off");
			off = now();
			sum_on += on - began;
			sum_off += off - on;
		}
		printf("%s: %d opened, %.0f us each, %.0f at most; on %.1f us, off %.1f us\n",
		       at ? "returns" : "entries", count - first,
		       sum / (count - first), most,
		       sum_on / (count - first), sum_off / (count - first));
		snprintf(label, sizeof(label), "%d open and off", count);
		measure_calls(label, file);
	}
	if (lacking > 0)
		printf("%d lack: %.0f us each\n", lacking, missing / lacking);
	for (lacking = count, began = now(); count > 0;) {
		closed = close_last();
		longest = closed > longest ? closed : longest;
	}
	printf("%d closed: %.0f us each, %.0f at most\n", lacking,
	       (now() - began) / lacking, longest);
	measure_calls("all closed", file);
	return 0;
}
