// SPDX-License-Identifier: MIT
/*
 * xfs with reflink, DAX: a store into one half of a page and write(2) to the
 * other half, at once, over data whose blocks another range shares. One of the
 * two is lost, in the mapping and in the file.
 *
 * Both give the page a block of its own, and find the same one in the file's
 * COW fork: the store's fault by way of dax_fault_iter(), write(2) by way of
 * dax_iomap_iter() (fs/dax.c). Each copies into it, from the shared block,
 * what it does not write itself (dax_iomap_copy_around()), without a lock that
 * the other one takes: over what the other one has stored by then.
 *
 * It goes on for SECONDS. It exits with 0 if nothing was lost, 1 if something
 * was, and 125 if nothing could be tested.
 *
 *   cc -O2 -pthread -o lost cow-mmap-write-race.c && ./lost DIRECTORY 10
 */
#define _GNU_SOURCE
#include <err.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { PAGE = 4096, HALF = PAGE / 2, STRIDE = 65536, PLACES = 128 };
enum { LENGTH = PLACES * STRIDE, UNTESTED = 125, OLD = 0x11, NEW = 0xbb };
/* Either side waits for up to so many turns of a loop, to meet the other. */
enum { STAGGER = 4096, SPINS = 100000 };

static int fd;
static unsigned char *mapping;
/* The place of the attempt, or -1 at the end, and who has done his part. */
static atomic_long go, written;
static atomic_int writer_waits;

static void need(int holds, const char *what)
{
	if (!holds)
		err(UNTESTED, "%s", what);
}

static void spin(int turns)
{
	for (volatile int turn = 0; turn < turns; turn++)
		;
}

/* Lets the other one run where there is but one processor for both. */
static void await(atomic_long *value, long wanted)
{
	for (int spins = 0;
	     atomic_load(value) != wanted && atomic_load(value) != -1; spins++)
		if (spins > SPINS)
			usleep(50);
}

static void *writer(void *unused)
{
	static char half[HALF];

	memset(half, NEW, sizeof(half));
	for (long attempt = 1;; attempt++) {
		await(&go, attempt);
		if (atomic_load(&go) == -1)
			return unused;
		spin(atomic_load(&writer_waits));
		need(pwrite(fd, half, HALF, (attempt - 1) % PLACES * STRIDE) ==
			     HALF,
		     "pwrite");
		atomic_store(&written, attempt);
	}
}

/* All places share their blocks with those of the second half of the file. */
static void make_places(void)
{
	struct file_clone_range range = { .src_fd = fd, .src_length = LENGTH };
	static char page[PAGE];

	range.src_offset = LENGTH;
	memset(page, OLD, sizeof(page));
	need(!ftruncate(fd, 0), "ftruncate");
	need(!ftruncate(fd, 2 * (off_t)LENGTH), "ftruncate");
	for (off_t at = 0; at < LENGTH; at += STRIDE)
		need(pwrite(fd, page, PAGE, LENGTH + at) == PAGE, "pwrite");
	need(!ioctl(fd, FICLONERANGE, &range), "FICLONERANGE");
}

int main(int argc, char **argv)
{
	long attempt = 0, stores_lost = 0, writes_lost = 0;
	char path[4096];
	pthread_t thread;
	time_t until;

	if (argc != 3) {
		fprintf(stderr, "usage: %s DIRECTORY SECONDS\n", argv[0]);
		return UNTESTED;
	}
	snprintf(path, sizeof(path), "%s/cow-mmap-write-race", argv[1]);
	fd = open(path, O_RDWR | O_CREAT | O_EXCL, 0600);
	need(fd >= 0, path);
	need(!unlink(path), "unlink");
	make_places();
	mapping = mmap(NULL, LENGTH, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	need(mapping != MAP_FAILED, "mmap");
	need(!madvise(mapping, LENGTH, MADV_NOHUGEPAGE), "madvise");
	need(!pthread_create(&thread, NULL, writer, NULL), "pthread_create");

	until = time(NULL) + atoi(argv[2]);
	while (time(NULL) < until) {
		off_t at = attempt % PLACES * STRIDE;
		int stagger = rand() % (2 * STAGGER) - STAGGER;
		unsigned char read[PAGE];

		if (attempt > 0 && at == 0)
			make_places();
		atomic_store(&writer_waits, stagger < 0 ? -stagger : 0);
		atomic_store(&go, ++attempt);
		spin(stagger > 0 ? stagger : 0);
		((volatile unsigned char *)mapping)[at + HALF] = NEW;
		await(&written, attempt);
		need(pread(fd, read, PAGE, at) == PAGE, "pread");
		stores_lost += read[HALF] != NEW;
		writes_lost += read[0] != NEW || read[HALF - 1] != NEW;
	}
	atomic_store(&go, -1);
	pthread_join(thread, NULL);
	printf("%ld attempts, %ld stores lost, %ld writes lost\n", attempt,
	       stores_lost, writes_lost);
	if (attempt == 0)
		return UNTESTED;
	return stores_lost + writes_lost > 0;
}
