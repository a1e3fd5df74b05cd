// SPDX-License-Identifier: MIT
/*
 * xfs with reflink and DAX: a load maps 2 MiB of shared blocks as one page, a
 * store goes to 4 KiB of them, and the kernel stops at a BUG when the file is
 * closed: BUG_ON(inode->i_data.nrpages) in clear_inode(), fs/inode.c. No
 * race: one thread, without privileges. Do not run it on a machine that is
 * needed.
 *
 * dax_insert_entry() (fs/dax.c) replaces the entry of a shared place whatever
 * it is. The store's fault of 4 KiB finds that of 2 MiB, and puts its own in
 * its place; the mapping's count of pages keeps the 512.
 *
 *	mkfs.xfs -m reflink=1 /dev/pmem0
 *	mount -o dax=always /dev/pmem0 /mnt
 *	cc -O2 -o huge xfs-huge-shared-store.c && ./huge /mnt
 *
 * Exits 0 if the kernel is still there, 125 if nothing could be tested.
 */
#define _GNU_SOURCE
#include <err.h>
#include <fcntl.h>
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PAGE = 4096, HUGE = 2 << 20, LENGTH = 16 << 20, EXTENTS = 8 };
enum { STORED = 9 * PAGE + 7, UNTESTED = 125 };

static char filled[LENGTH];

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

/* Where 2 MiB of the file begin that are contiguous and aligned on the disk. */
static long aligned_in(int fd)
{
	struct {
		struct fiemap map;
		struct fiemap_extent extents[EXTENTS];
	} found = { .map = { .fm_length = LENGTH,
			     .fm_extent_count = EXTENTS } };

	need(!ioctl(fd, FS_IOC_FIEMAP, &found), "FS_IOC_FIEMAP");
	for (unsigned int i = 0; i < found.map.fm_mapped_extents; i++) {
		struct fiemap_extent *one = &found.extents[i];
		unsigned long to_next = -one->fe_physical & (HUGE - 1);

		if (to_next + HUGE <= one->fe_length)
			return one->fe_logical + to_next;
	}
	errx(UNTESTED, "no 2 MiB are aligned on the disk");
}

int main(int argc, char **argv)
{
	struct file_clone_range clone = { .src_length = HUGE };
	volatile char *mapping;
	int owner, file;
	char *room;

	if (argc < 2)
		errx(UNTESTED, "usage: %s DIRECTORY", argv[0]);
	owner = new_file(argv[1]);
	memset(filled, 'o', LENGTH);
	need(write(owner, filled, LENGTH) == LENGTH, "write");
	need(!fsync(owner), "fsync");
	clone.src_fd = owner;
	clone.src_offset = aligned_in(owner);
	file = new_file(argv[1]);
	need(!ioctl(file, FICLONERANGE, &clone), "FICLONERANGE");

	room = mmap(NULL, 2 * HUGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		    0);
	need(room != MAP_FAILED, "mmap");
	room += -(unsigned long)room & (HUGE - 1);
	mapping = mmap(room, HUGE, PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_FIXED, file, 0);
	need(mapping != MAP_FAILED, "mmap");
	need(mapping[0] == 'o', "the clone is another one");
	mapping[STORED] = 's';
	puts("a store went to shared data: closing the file");
	fflush(stdout);
	munmap((void *)mapping, HUGE);
	close(file);
	puts("the kernel is still there");
	return 0;
}
