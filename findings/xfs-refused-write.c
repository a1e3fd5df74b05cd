// SPDX-License-Identifier: MIT
/*
 * xfs with reflink and DAX: a write(2) that fails with EFAULT takes away the
 * block that a store's fault is mapping. The store stays in the mapping, and
 * is in no file.
 *
 * Two files share blocks. A thread stores into a page of one of them; another
 * has write(2) go there at once, from memory that cannot be read. Both get
 * the same block of the file's COW fork. When nothing could be written,
 * xfs_dax_write_iomap_end() (fs/xfs/xfs_iomap.c) frees that block; the fault
 * has mapped it by then, and finds nothing to give to the file.
 *
 *	mkfs.xfs -m reflink=1 /dev/pmem0
 *	mount -o dax=always /dev/pmem0 /mnt
 *	cc -O2 -pthread -o refused xfs-refused-write.c && ./refused /mnt 10
 *
 * Exits 0 if no store was lost, 1 if one was, 125 if nothing could be tested.
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

enum { PAGE = 4096, PAGES = 64, LENGTH = PAGES * PAGE };
enum { STORED = 2005, WRITTEN = 2000, BYTES = 10 };
enum { STAGGER_MAX = 3000, UNTESTED = 125 };

static volatile unsigned char *mapping;
static atomic_int asked, stored, stopping;
static atomic_int page_asked, storer_spins;

static void need(int holds, const char *what)
{
	if (!holds)
		err(UNTESTED, "%s", what);
}

static int new_file(const char *folder)
{
	int fd = open(folder, O_TMPFILE | O_RDWR, 0600);

	need(fd >= 0, folder);
	return fd;
}

static void spin(int spins)
{
	for (volatile int i = 0; i < spins; i++)
		;
}

static void *storer(void *unused)
{
	int turn = 0;

	(void)unused;
	for (;;) {
		while (atomic_load(&asked) == turn)
			if (atomic_load(&stopping))
				return NULL;
		turn = atomic_load(&asked);
		spin(atomic_load(&storer_spins));
		mapping[atomic_load(&page_asked) * PAGE + STORED] = 's';
		atomic_store(&stored, turn);
	}
}

int main(int argc, char **argv)
{
	static unsigned char old[LENGTH];
	long attempts = 0, refused = 0, lost = 0, mapped = 0;
	int owner, file;
	char *nothing;
	pthread_t thread;
	time_t until;

	if (argc < 3)
		errx(UNTESTED, "usage: %s DIRECTORY SECONDS", argv[0]);
	owner = new_file(argv[1]);
	file = new_file(argv[1]);
	memset(old, 'o', LENGTH);
	need(write(owner, old, LENGTH) == LENGTH, "write");
	need(!fsync(owner), "fsync");
	need(!ftruncate(file, LENGTH), "ftruncate");
	nothing =
		mmap(NULL, PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	need(nothing != MAP_FAILED, "mmap");
	mapping =
		mmap(NULL, LENGTH, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	need(mapping != MAP_FAILED, "mmap");
	need(!pthread_create(&thread, NULL, storer, NULL), "pthread_create");

	until = time(NULL) + atoi(argv[2]);
	do {
		need(!ioctl(file, FICLONE, owner), "FICLONE");
		for (int page = 0; page < PAGES; page++) {
			off_t at = (off_t)page * PAGE;
			unsigned char read;

			atomic_store(&page_asked, page);
			atomic_store(&storer_spins, rand() % STAGGER_MAX);
			atomic_fetch_add(&asked, 1);
			spin(rand() % STAGGER_MAX);
			refused += pwrite(file, nothing, BYTES, at + WRITTEN) <
				   0;
			while (atomic_load(&stored) != atomic_load(&asked))
				;
			attempts++;
			need(pread(file, &read, 1, at + STORED) == 1, "pread");
			lost += read != 's';
			mapped += read != 's' && mapping[at + STORED] == 's';
		}
	} while (time(NULL) < until);
	atomic_store(&stopping, 1);
	pthread_join(thread, NULL);
	if (refused == 0)
		errx(UNTESTED, "no write(2) was refused");
	printf("%ld attempts, %ld writes refused, %ld stores lost, %ld of them still in the mapping\n",
	       attempts, refused, lost, mapped);
	return lost > 0;
}
