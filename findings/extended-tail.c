// SPDX-License-Identifier: MIT
/*
 * Page cache: where a file grows, a store behind its old end is lost though
 * the file is seen to have grown before, or a store from before is kept.
 *
 * A file ends in the middle of a block, and its only page is mapped and
 * dirty. A thread waits until fstat(2) says that the file has grown, and
 * stores behind the old end, which is in the file by then. Another one has
 * it grow by write(2) behind it, ftruncate(2) or fallocate(2). ext4 of 6.12
 * zeroes the rest of the old last block once it has told the new size, and
 * so does pagecache_isize_extended() (mm/truncate.c) of 7.2 where blocks are
 * smaller than a page. The store is gone if it came in between.
 *
 * The second half is without a race: a store behind the end comes before the
 * file grows, and must not be in it, for a file that grows reads zeros there.
 *
 *	mkfs.ext4 -b 1024 DEVICE && mount DEVICE /mnt
 *	cc -O2 -pthread -o tail extended-tail.c && ./tail /mnt 15
 *
 * Exits 0 if no store was lost or kept, 1 if one was, 125 if nothing could be
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
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { PAGE = 4096, OLD_SIZE = 100, STORED_AT = 200, NEW_SIZE = 3 * PAGE };
enum { PAUSE_ROUNDS = 2000, UNTESTED = 125 };
enum call { WRITE, FTRUNCATE, FALLOCATE, CALLS };

static const char *const call_names[] = { "write", "ftruncate", "fallocate" };

static int file;
static volatile char *map;
static atomic_int go, stored; /* attempts, from 1; -1 ends it */

static void need(int holds, const char *what)
{
	if (!holds)
		err(UNTESTED, "%s", what);
}

static void *store_once_grown(void *unused)
{
	struct stat now;
	int attempt;

	for (int done = 0;; done = attempt) {
		while ((attempt = atomic_load(&go)) == done)
			;
		if (attempt < 0)
			return unused;
		do {
			need(!fstat(file, &now), "fstat");
		} while (now.st_size <= STORED_AT);
		map[STORED_AT] = 's';
		atomic_store(&stored, attempt);
	}
}

static void grow(enum call call)
{
	if (call == WRITE)
		need(pwrite(file, "e", 1, NEW_SIZE - 1) == 1, "write");
	else if (call == FTRUNCATE)
		need(!ftruncate(file, NEW_SIZE), "ftruncate");
	else
		need(!fallocate(file, 0, 0, NEW_SIZE), "fallocate");
}

/* A file whose end lies in its only page, which is dirty and can be stored to. */
static void make_file(void)
{
	static char old[OLD_SIZE] = { 'o' };

	need(!ftruncate(file, 0), "ftruncate to 0");
	need(pwrite(file, old, OLD_SIZE, 0) == OLD_SIZE, "pwrite");
	map = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	need(map != MAP_FAILED, "mmap");
	map[0] = 'm';
}

static char byte_in_file(void)
{
	char byte;

	need(pread(file, &byte, 1, STORED_AT) == 1, "pread");
	munmap((void *)map, PAGE);
	return byte;
}

static int store_while_it_grows(enum call call, int attempt)
{
	make_file();
	atomic_store(&go, attempt);
	for (volatile int pause = rand() % PAUSE_ROUNDS; pause > 0; pause--)
		;
	grow(call);
	while (atomic_load(&stored) != attempt)
		;
	return byte_in_file() != 's';
}

static int store_before_it_grows(enum call call)
{
	make_file();
	map[STORED_AT] = 'b';
	grow(call);
	return byte_in_file() != 0;
}

int main(int argc, char **argv)
{
	int seconds = argc > 2 ? atoi(argv[2]) : 15, attempt = 0;
	unsigned long attempts, lost, kept, all = 0, bad = 0;
	pthread_t thread;

	need(argc > 1 && !chdir(argv[1]), "usage: DIRECTORY [SECONDS]");
	file = open("extended-tail", O_CREAT | O_TRUNC | O_RDWR, 0600);
	need(file >= 0, "open");
	need(!unlink("extended-tail"), "unlink");
	need(!pthread_create(&thread, NULL, store_once_grown, NULL),
	     "a thread");
	for (enum call call = 0; call < CALLS; call++) {
		time_t end = time(NULL) + seconds / CALLS;

		for (attempts = lost = 0; time(NULL) < end; attempts++)
			lost += store_while_it_grows(call, ++attempt);
		kept = 0;
		for (unsigned long i = 0; i < attempts; i++)
			kept += store_before_it_grows(call);
		printf("%s: %lu attempts, %lu stores lost, %lu from before kept\n",
		       call_names[call], attempts, lost, kept);
		all += attempts;
		bad += lost + kept;
	}
	atomic_store(&go, -1);
	pthread_join(thread, NULL);
	return bad ? 1 : all ? 0 : UNTESTED;
}
