// SPDX-License-Identifier: MIT
/*
 * Page cache with large folios: a direct write is lost where, at the same
 * time, a store through a mapping goes to another page.
 *
 * A thread stores to one page all the while, 12 KiB behind the last block
 * that a direct write of 24 MiB goes to. write(2) takes the pages of its range
 * out of the cache before it begins and behind its end. In between the store
 * faults, which reads a folio of 2 MiB (MADV_HUGEPAGE) with the old data of
 * that block in it, and marks all of the folio as dirty. So it cannot be taken
 * out in the end, the old data is what the cache shows, and it is written
 * over what the direct write has written. fsync(2) fails by EIO then.
 *
 * As a control the same with folios of one page: nothing is lost.
 *
 *	mkfs.xfs DEVICE && mount DEVICE /mnt
 *	cc -O2 -pthread -o beside direct-beside-store.c && ./beside /mnt 30
 *
 * Exits 0 if no write was lost, 1 if one was, 125 if nothing could be tested.
 */
#define _GNU_SOURCE
#include <err.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { PAGE = 4096, HUGE = 2 << 20, UNTESTED = 125 };
/* The last block that is written lies at LAST, the page that is stored to at STORED. */
enum { LAST = 24 << 20, STORED = LAST + 3 * PAGE, LENGTH = LAST + HUGE };
enum { WRITTEN_BIT = 0x80, NAMES = 0x7f };

static int file, direct;
static volatile char *map;
static char *data, *on_disk;
static atomic_int go, returned, ended; /* attempts, from 1; -1 ends it */

static void need(int holds, const char *what)
{
	if (!holds)
		err(UNTESTED, "%s", what);
}

static void *store(void *unused)
{
	int attempt;

	for (int done = 0;; done = attempt) {
		while ((attempt = atomic_load(&go)) == done)
			;
		if (attempt < 0)
			return unused;
		do {
			map[STORED] = attempt & NAMES;
		} while (atomic_load(&returned) != attempt);
		atomic_store(&ended, attempt);
	}
}

/* Where a folio of 2 MiB of the file can be mapped at once. */
static volatile char *map_file(int with_huge)
{
	char *room = mmap(NULL, LENGTH + HUGE, PROT_NONE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char *at =
		(char *)(((uintptr_t)room + HUGE - 1) & ~(uintptr_t)(HUGE - 1));

	need(room != MAP_FAILED, "room");
	at = mmap(at, LENGTH, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED,
		  file, 0);
	need(at != MAP_FAILED, "mmap");
	need(!madvise(at, LENGTH, MADV_RANDOM), "MADV_RANDOM");
	if (with_huge)
		need(!madvise(at, LENGTH, MADV_HUGEPAGE), "MADV_HUGEPAGE");
	return at;
}

struct counts {
	unsigned long attempts, lost, stale, eio, stores;
};

static void write_beside_stores(int attempt, struct counts *counts)
{
	const char written = WRITTEN_BIT | (attempt & NAMES);
	char cached;

	memset(data, written, LAST + PAGE);
	atomic_store(&go, attempt);
	need(pwrite(direct, data, LAST + PAGE, 0) == LAST + PAGE,
	     "a direct write");
	atomic_store(&returned, attempt);
	while (atomic_load(&ended) != attempt)
		;
	need(pread(file, &cached, 1, LAST) == 1, "pread");
	counts->attempts++;
	counts->stale += cached != written;
	counts->eio += fsync(file) != 0;
	need(pread(direct, on_disk, HUGE, LAST) == HUGE, "a direct read");
	counts->lost += *on_disk != written;
	counts->stores += on_disk[STORED - LAST] != (attempt & NAMES);
	posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
}

int main(int argc, char **argv)
{
	int seconds = argc > 2 ? atoi(argv[2]) : 30, attempt = 0;
	unsigned long lost = 0;
	pthread_t thread;

	need(argc > 1 && !chdir(argv[1]), "usage: DIRECTORY [SECONDS]");
	file = open("beside", O_CREAT | O_TRUNC | O_RDWR, 0600);
	direct = open("beside", O_RDWR | O_DIRECT);
	need(file >= 0 && direct >= 0 && !unlink("beside"), "O_DIRECT");
	need(!posix_memalign((void **)&data, HUGE, LENGTH) &&
		     !posix_memalign((void **)&on_disk, PAGE, HUGE),
	     "memory");
	memset(data, 0, LENGTH);
	need(write(file, data, LENGTH) == LENGTH && !fsync(file), "write");
	posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
	need(!pthread_create(&thread, NULL, store, NULL), "a thread");
	for (int with_huge = 1; with_huge >= 0; with_huge--) {
		time_t end = time(NULL) + seconds / 2;
		struct counts all = { 0 };

		map = map_file(with_huge);
		while (time(NULL) < end)
			write_beside_stores(++attempt, &all);
		munmap((void *)map, LENGTH);
		printf("%s folios: %lu attempts, %lu direct writes lost, %lu stale in the cache, %lu EIO, %lu stores lost\n",
		       with_huge ? "large" : "small", all.attempts, all.lost,
		       all.stale, all.eio, all.stores);
		lost += all.lost;
	}
	atomic_store(&go, -1);
	pthread_join(thread, NULL);
	return lost ? 1 : attempt ? 0 : UNTESTED;
}
