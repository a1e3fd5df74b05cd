// SPDX-License-Identifier: MIT
/*
 * ntfs (fs/ntfs, since Linux 7.1), page cache: a store through a mapping is
 * lost where write(2) goes to other bytes of the file.
 *
 * A file is all hole, and its pages are taken one after the other: one thread
 * stores into the second half of a page while another one writes the first
 * half by write(2). Both move the file's initialized size: page_mkwrite to the
 * end of the page, write(2) to the end of what it writes. Where write(2) has
 * looked before page_mkwrite has moved it, it moves it back. The next write(2)
 * zeroes what lies between there and its own start, the store with it
 * (ntfs_extend_initialized_size()). fsync(2) writes these zeros to the disk.
 *
 *	mkfs.ntfs -F -Q DEVICE && mount -t ntfs DEVICE /mnt
 *	cc -O2 -pthread -o lost ntfs-lost-store.c && ./lost /mnt 10
 *
 * Exits 0 if nothing was lost, 1 if something was, 125 if nothing could be
 * tested.
 */
#define _GNU_SOURCE
#include <err.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { PAGE = 4096, HALF = PAGE / 2, PAGES = 256, LENGTH = PAGES * PAGE };
enum { PAUSE_ROUNDS = 2000, UNTESTED = 125 };

static int file;
static volatile char *map;
static atomic_long go, stored; /* attempts, from 1; -1 ends it */

static void need(int holds, const char *what)
{
	if (!holds)
		err(UNTESTED, "%s", what);
}

static void pause_for(int rounds)
{
	for (volatile int left = rounds; left > 0; left--)
		;
}

static void *store(void *unused)
{
	unsigned int seed = 2;
	long attempt;

	for (long done = 0;; done = attempt) {
		while ((attempt = atomic_load(&go)) == done)
			;
		if (attempt < 0)
			return unused;
		pause_for(rand_r(&seed) % PAUSE_ROUNDS);
		map[attempt % PAGES * PAGE + HALF] = 's';
		atomic_store(&stored, attempt);
	}
}

/* Of which stores and of which writes the file shows nothing. */
static void count_lost(unsigned long *stores, unsigned long *writes)
{
	char page[PAGE];

	for (off_t at = 0; at < LENGTH; at += PAGE) {
		need(pread(file, page, PAGE, at) == PAGE, "pread");
		*stores += page[HALF] != 's';
		*writes += page[0] != 'w' || page[HALF - 1] != 'w';
	}
}

int main(int argc, char **argv)
{
	unsigned long lost_stores = 0, lost_writes = 0;
	time_t end = time(NULL) + (argc > 2 ? atoi(argv[2]) : 10);
	char half[HALF];
	long attempt = 0;
	pthread_t thread;

	memset(half, 'w', HALF);
	need(argc > 1 && !chdir(argv[1]), "usage: DIRECTORY [SECONDS]");
	file = open("ntfs-lost-store", O_CREAT | O_TRUNC | O_RDWR, 0600);
	need(file >= 0, "open");
	need(!unlink("ntfs-lost-store"), "unlink");
	/* Before the file has any length: mmap(2) would initialize all of it. */
	map = mmap(NULL, LENGTH, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	need(map != MAP_FAILED, "mmap");
	need(!pthread_create(&thread, NULL, store, NULL), "a thread");
	do {
		need(!ftruncate(file, 0), "ftruncate to 0");
		need(!ftruncate(file, LENGTH), "ftruncate");
		for (int page = 0; page < PAGES; page++) {
			off_t at = (attempt + 1) % PAGES * PAGE;

			atomic_store(&go, ++attempt);
			pause_for(rand() % PAUSE_ROUNDS);
			need(pwrite(file, half, HALF, at) == HALF, "pwrite");
			while (atomic_load(&stored) != attempt)
				;
		}
		need(!fsync(file), "fsync");
		count_lost(&lost_stores, &lost_writes);
	} while (time(NULL) < end);
	atomic_store(&go, -1);
	pthread_join(thread, NULL);
	printf("%ld attempts, %lu stores lost, %lu writes lost\n", attempt,
	       lost_stores, lost_writes);
	return lost_stores || lost_writes;
}
