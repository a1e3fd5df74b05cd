// SPDX-License-Identifier: MIT
/*
 * btrfs, page cache: a store behind the old end of a file, made once the call
 * that has it grow has returned, is lost where another mapping of the same
 * page is stored to for the first time.
 *
 * A file ends in the middle of its only page, which two mappings have. The
 * first one has stored to it, so that it may store again without a fault. One
 * thread stores to the page through the second mapping: that is a fault, and
 * btrfs_page_mkwrite() (fs/btrfs/file.c) reads the size of the file, and a
 * while later zeroes the page behind it. Another thread has the file grow in
 * between, and stores behind the old end through the first mapping. Two
 * threads, without privileges.
 *
 * fallocate(2) is a control: it holds off such faults, by the inode's
 * i_mmap_lock; ftruncate(2) and write(2) do not.
 *
 *	cc -O2 -pthread -o second btrfs-second-mapping.c && ./second /mnt 30
 *
 * Exits 0 if no store was lost, 1 if one was, 125 if nothing could be tested.
 */
#define _GNU_SOURCE
#include <err.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { PAGE = 4096, OLD_SIZE = 100, STORED_AT = 200, NEW_SIZE = 3 * PAGE };
enum { PAUSE_ROUNDS = 3000, UNTESTED = 125 };
enum call { FTRUNCATE, WRITE, FALLOCATE, CALLS };

static const char *const call_names[] = { "ftruncate", "write", "fallocate" };

static int file;
static volatile char *first, *second;
static atomic_int go, faulted; /* attempts, from 1; -1 ends it */

static void need(int holds, const char *what)
{
	if (!holds)
		err(UNTESTED, "%s", what);
}

static volatile char *map_page(void)
{
	char *map =
		mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);

	need(map != MAP_FAILED, "mmap");
	return map;
}

static void *fault(void *unused)
{
	int attempt;

	for (int done = 0;; done = attempt) {
		while ((attempt = atomic_load(&go)) == done)
			;
		if (attempt < 0)
			return unused;
		second[1] = 'f';
		atomic_store(&faulted, attempt);
	}
}

static void grow(enum call call)
{
	if (call == FTRUNCATE)
		need(!ftruncate(file, NEW_SIZE), "ftruncate");
	else if (call == WRITE)
		need(pwrite(file, "e", 1, NEW_SIZE - 1) == 1, "write");
	else
		need(!fallocate(file, 0, 0, NEW_SIZE), "fallocate");
}

/* Whether the store is gone, from the file. */
static int attempt_loses(enum call call, int attempt)
{
	static const char old[OLD_SIZE] = { 'o' };
	char byte;

	need(!ftruncate(file, 0), "ftruncate to 0");
	need(pwrite(file, old, OLD_SIZE, 0) == OLD_SIZE, "pwrite");
	first = map_page();
	second = map_page();
	first[0] = 'm';
	(void)second[0];
	atomic_store(&go, attempt);
	for (volatile int pause = rand() % PAUSE_ROUNDS; pause > 0; pause--)
		;
	grow(call);
	first[STORED_AT] = 's';
	while (atomic_load(&faulted) != attempt)
		;
	need(pread(file, &byte, 1, STORED_AT) == 1, "pread");
	munmap((void *)first, PAGE);
	munmap((void *)second, PAGE);
	return byte != 's';
}

int main(int argc, char **argv)
{
	int seconds = argc > 2 ? atoi(argv[2]) : 30, attempt = 0;
	unsigned long attempts, lost, all = 0, all_lost = 0;
	pthread_t thread;

	need(argc > 1 && !chdir(argv[1]), "usage: DIRECTORY [SECONDS]");
	file = open(".", O_TMPFILE | O_RDWR, 0600);
	need(file >= 0, "O_TMPFILE");
	need(!pthread_create(&thread, NULL, fault, NULL), "a thread");
	for (enum call call = 0; call < CALLS; call++) {
		time_t end = time(NULL) + seconds / CALLS;

		lost = 0;
		for (attempts = 0; time(NULL) < end; attempts++)
			lost += attempt_loses(call, ++attempt);
		printf("%s: %lu attempts, %lu stores lost\n", call_names[call],
		       attempts, lost);
		all += attempts;
		all_lost += lost;
	}
	atomic_store(&go, -1);
	pthread_join(thread, NULL);
	return all_lost ? 1 : all ? 0 : UNTESTED;
}
