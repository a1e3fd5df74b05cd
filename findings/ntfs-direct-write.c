// SPDX-License-Identifier: MIT
/*
 * ntfs (fs/ntfs, since Linux 7.1), page cache: while a direct write goes into
 * a hole, a mapping shows what the disk held there before, of removed files.
 *
 * A file is all hole. One thread loads from a page of it while another one
 * writes that page with O_DIRECT. The write takes a cluster and moves the
 * initialized size behind it (ntfs_write_iomap_begin_non_resident(),
 * NTFS_IOMAP_FLAGS_DIO), and only then goes to the disk: a fault in between
 * reads the cluster as it was. Each round writes another letter, so what it
 * shows is of the round before, or of whatever was there.
 *
 *	mkfs.ntfs -F -Q DEVICE && mount -t ntfs DEVICE /mnt
 *	cc -O2 -pthread -o direct ntfs-direct-write.c && ./direct /mnt 10
 *
 * Exits 0 if only zeros and what was written are seen, 1 if anything else is,
 * 125 if nothing could be tested.
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

enum { PAGE = 4096, PAGES = 256, LENGTH = PAGES * PAGE };
enum { PAUSE_ROUNDS = 2000, LETTERS = 26, UNTESTED = 125 };

static volatile char *map;
static atomic_long go, loaded; /* attempts, from 1; -1 ends it */
static char shown;

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

static void *load(void *unused)
{
	unsigned int seed = 2;
	long attempt;

	for (long done = 0;; done = attempt) {
		while ((attempt = atomic_load(&go)) == done)
			;
		if (attempt < 0)
			return unused;
		pause_for(rand_r(&seed) % PAUSE_ROUNDS);
		shown = map[attempt % PAGES * PAGE];
		atomic_store(&loaded, attempt);
	}
}

int main(int argc, char **argv)
{
	time_t end = time(NULL) + (argc > 2 ? atoi(argv[2]) : 10);
	unsigned long others = 0;
	long attempt = 0;
	pthread_t thread;
	char *page;
	int file;

	need(argc > 1 && !chdir(argv[1]), "usage: DIRECTORY [SECONDS]");
	page = aligned_alloc(PAGE, PAGE);
	need(page != NULL, "aligned_alloc");
	file = open("ntfs-direct-write", O_CREAT | O_TRUNC | O_RDWR | O_DIRECT,
		    0600);
	need(file >= 0, "open");
	need(!unlink("ntfs-direct-write"), "unlink");
	map = mmap(NULL, LENGTH, PROT_READ, MAP_SHARED, file, 0);
	need(map != MAP_FAILED, "mmap");
	need(!pthread_create(&thread, NULL, load, NULL), "a thread");
	for (int round = 0; time(NULL) < end; round++) {
		memset(page, 'A' + round % LETTERS, PAGE);
		need(!ftruncate(file, 0), "ftruncate to 0");
		need(!ftruncate(file, LENGTH), "ftruncate");
		for (int left = PAGES; left > 0; left--) {
			off_t at = (attempt + 1) % PAGES * PAGE;

			atomic_store(&go, ++attempt);
			pause_for(rand() % PAUSE_ROUNDS);
			need(pwrite(file, page, PAGE, at) == PAGE, "pwrite");
			while (atomic_load(&loaded) != attempt)
				;
			others += shown != 0 && shown != page[0];
		}
	}
	atomic_store(&go, -1);
	pthread_join(thread, NULL);
	printf("%lu of %ld loads showed what the disk held before\n", others,
	       attempt);
	return others != 0;
}
