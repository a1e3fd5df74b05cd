// SPDX-License-Identifier: MIT
/*
 * exfat, page cache: a store through a mapping is lost though fsync(2) has
 * returned 0, where anybody else reads, writes or stores to the same file.
 *
 * exfat_page_mkwrite() moves the file's valid size behind a store. It tries for
 * the lock of the inode, and where it does not get it, it returns
 * VM_FAULT_RETRY. do_page_mkwrite() (mm/memory.c) takes that for success, so
 * the page is mapped for stores all the same, and nothing has been moved. What
 * is stored there is written to the disk, but lies behind the valid size: once
 * the page leaves the cache, it reads zeros. On Linux 6.12 writeback moves the
 * valid size behind it instead, and zeroes nothing of what lies before it: that
 * shows what the disk held before, of removed files.
 *
 * A file is lengthened by ftruncate(2), and its last page is stored to while
 * another thread reads or writes its first half, or stores to the end of that.
 * Then comes fsync(2), and all of the file is taken out of the cache.
 *
 *	mkfs.exfat DEVICE && mount -t exfat DEVICE /mnt
 *	cc -O2 -pthread -o lost exfat-lost-store.c && ./lost /mnt 15
 *
 * Exits 0 if nothing was lost or shown, 1 if something was, 125 if nothing
 * could be tested.
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

enum { PAGE = 4096, HALF = 1 << 17, LENGTH = 2 * HALF };
enum { WRITES_LIMIT = 1 << 14, PAUSE_ROUNDS = 10000, UNTESTED = 125 };
enum beside { WRITE, READ, STORE, NOTHING, KINDS };

static const char *const names[] = { "write", "read", "store", "nothing" };

static int file;
static volatile char *map;
static char half[HALF], bytes[LENGTH];
static enum beside kind;
static atomic_long go, done; /* attempts, from 1; -1 ends it */

static void need(int holds, const char *what)
{
	if (!holds)
		err(UNTESTED, "%s", what);
}

static void *beside(void *unused)
{
	long attempt, last = 0;

	for (;; last = attempt) {
		while ((attempt = atomic_load(&go)) == last)
			;
		if (attempt < 0)
			return unused;
		if (kind == WRITE)
			need(pwrite(file, half, HALF, 0) == HALF, "pwrite");
		else if (kind == READ)
			need(pread(file, half, HALF, 0) == HALF, "pread");
		else if (kind == STORE)
			map[HALF - PAGE] = 'b';
		atomic_store(&done, attempt);
	}
}

/* Has every free block of the disk hold the letter o. */
static void fill_disk(void)
{
	int disk = open("removed", O_CREAT | O_TRUNC | O_RDWR, 0600);
	int writes = 0;

	need(disk >= 0, "open");
	memset(bytes, 'o', LENGTH);
	for (int length = LENGTH; length > 0; length /= 2)
		while (writes < WRITES_LIMIT &&
		       write(disk, bytes, length) == length)
			writes++;
	need(writes > 0, "write");
	need(!fsync(disk), "fsync");
	close(disk);
	need(!unlink("removed"), "unlink");
	sync();
}

/* One store, and what the file shows once it was out of the cache. */
static void store_beside(long attempt, unsigned long *lost,
			 unsigned long *showed)
{
	need(!ftruncate(file, 0), "ftruncate to 0");
	need(!ftruncate(file, LENGTH), "ftruncate");
	map = mmap(NULL, LENGTH, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	need(map != MAP_FAILED, "mmap");
	memset(half, 'w', HALF);
	atomic_store(&go, attempt);
	for (volatile int left = rand() % PAUSE_ROUNDS; left > 0; left--)
		;
	map[LENGTH - PAGE] = 's';
	while (atomic_load(&done) != attempt)
		;
	need(!fsync(file), "fsync");
	need(!munmap((void *)map, LENGTH), "munmap");
	need(!posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED), "fadvise");
	need(pread(file, bytes, LENGTH, 0) == LENGTH, "pread");
	*lost += bytes[LENGTH - PAGE] != 's';
	*showed += memchr(bytes + HALF, 'o', LENGTH - PAGE - HALF) != NULL;
}

int main(int argc, char **argv)
{
	int seconds = argc > 2 ? atoi(argv[2]) : 15;
	unsigned long bad = 0;
	long attempt = 0;
	pthread_t thread;

	need(argc > 1 && !chdir(argv[1]), "usage: DIRECTORY [SECONDS]");
	fill_disk();
	file = open("exfat-lost-store", O_CREAT | O_TRUNC | O_RDWR, 0600);
	need(file >= 0, "open");
	need(!unlink("exfat-lost-store"), "unlink");
	need(!pthread_create(&thread, NULL, beside, NULL), "a thread");
	for (kind = 0; kind < KINDS; kind++) {
		time_t end = time(NULL) + (seconds + KINDS - 1) / KINDS;
		unsigned long lost = 0, showed = 0;
		long before = attempt;

		while (time(NULL) < end)
			store_beside(++attempt, &lost, &showed);
		printf("beside %s: %lu of %ld stores lost, %lu times a removed file was shown\n",
		       names[kind], lost, attempt - before, showed);
		bad += lost + showed;
	}
	atomic_store(&go, -1);
	pthread_join(thread, NULL);
	return bad ? 1 : attempt ? 0 : UNTESTED;
}
