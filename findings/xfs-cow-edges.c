// SPDX-License-Identifier: MIT
/*
 * xfs with reflink and DAX, Linux 6.1: a short write(2) or a store to a hole
 * or an unwritten block, near shared data that was written before, shows what
 * the disk held there. No race: one thread, without privileges.
 *
 * A file of 'S' fills some of the disk, and is removed. When xfs copies a
 * shared block on write it sets 128 KiB aside around it, and what is written
 * there later goes to one of these blocks. They are not zeroed, and what is
 * left of the page must be; dax_iomap_cow_copy() (fs/dax.c) of 6.1 copies
 * nothing over a hole, and from an unwritten block whatever it holds.
 *
 *	mkfs.xfs -m reflink=1 /dev/pmem0
 *	mount -o dax=always /dev/pmem0 /mnt
 *	cc -O2 -o edges xfs-cow-edges.c && ./edges /mnt
 *
 * Exits 0 if all was zeros, 1 if something was not, 125 if nothing could be
 * tested.
 */
#define _GNU_SOURCE
#include <err.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PAGE = 4096, PAGES = 32, LENGTH = PAGES * PAGE };
enum { AT = 500, MIB = 1 << 20, REMOVED_MIB = 100, UNTESTED = 125 };

static char filled[MIB];

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

/* What the disk holds afterwards, in blocks that are free. */
static void write_and_remove(const char *folder)
{
	int fd = new_file(folder);

	memset(filled, 'S', MIB);
	for (int mib = 0; mib < REMOVED_MIB; mib++)
		if (write(fd, filled, MIB) != MIB)
			break;
	need(!fsync(fd), "fsync");
	close(fd);
	sync();
	sleep(1);
	sync();
}

/* Returns how many bytes that nobody wrote are no zeros. */
static long not_zero(const char *folder, int owner, int unwritten, int stores)
{
	static unsigned char read[LENGTH];
	struct file_clone_range clone = { owner, 0, PAGE, 0 };
	volatile char *mapping;
	int file = new_file(folder);
	long count = 0;

	need(!ftruncate(file, LENGTH), "ftruncate");
	if (unwritten)
		need(!fallocate(file, 0, 0, LENGTH), "fallocate");
	need(!ioctl(file, FICLONERANGE, &clone), "FICLONERANGE");
	need(pwrite(file, filled, PAGE, 0) == PAGE, "pwrite");
	mapping =
		mmap(NULL, LENGTH, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	need(mapping != MAP_FAILED, "mmap");
	for (off_t at = PAGE; at < LENGTH; at += PAGE) {
		if (stores)
			mapping[at + AT] = 'n';
		else
			need(pwrite(file, "n", 1, at + AT) == 1, "pwrite");
	}
	need(pread(file, read, LENGTH, 0) == LENGTH, "pread");
	for (off_t at = PAGE; at < LENGTH; at++)
		count += at % PAGE != AT && read[at] != 0;
	munmap((void *)mapping, LENGTH);
	close(file);
	return count;
}

int main(int argc, char **argv)
{
	long shown = 0;
	int owner;

	if (argc < 2)
		errx(UNTESTED, "usage: %s DIRECTORY", argv[0]);
	write_and_remove(argv[1]);
	owner = new_file(argv[1]);
	memset(filled, 'a', MIB);
	need(write(owner, filled, PAGE) == PAGE, "write");
	need(!fsync(owner), "fsync");
	for (int way = 0; way < 4; way++) {
		long count = not_zero(argv[1], owner, way & 1, way & 2);

		printf("%s, %s: %ld bytes of %d are no zeros\n",
		       way & 1 ? "unwritten blocks" : "holes",
		       way & 2 ? "stores" : "write(2)", count,
		       (PAGES - 1) * (PAGE - 1));
		shown += count;
	}
	return shown > 0;
}
