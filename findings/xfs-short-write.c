// SPDX-License-Identifier: MIT
/*
 * xfs with reflink and DAX: a write(2) over shared data that ends early
 * leaves the rest of its block with what the disk held there before. No race:
 * one thread, without privileges.
 *
 * A file of 'S' fills some of the disk, and is removed. Two files share
 * blocks of 'a'. write(2) of 4,000 bytes goes to a page of one of them, from
 * memory of which only the first 100 bytes can be read. It returns 100, and
 * the other bytes of the page must be 'a' as before. But what lies behind
 * them is some of what was removed: dax_iomap_copy_around() (fs/dax.c) copies
 * what write(2) was asked to leave alone, and not what it has not come to;
 * the file is given the whole block.
 *
 *	mkfs.xfs -m reflink=1 /dev/pmem0
 *	mount -o dax=always /dev/pmem0 /mnt
 *	cc -O2 -o short xfs-short-write.c && ./short /mnt
 *
 * Exits 0 if nothing was lost, 1 if something was, 125 if nothing could be
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

enum { PAGE = 4096, PAGES = 64, READABLE = 100, ASKED = 4000 };
enum { MIB = 1 << 20, REMOVED_MIB = 100, UNTESTED = 125 };

static char filled[MIB], page[PAGE];

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

int main(int argc, char **argv)
{
	long shorts = 0, removed = 0, others = 0;
	int file, owner;
	char *two;

	if (argc < 2)
		errx(UNTESTED, "usage: %s DIRECTORY", argv[0]);
	write_and_remove(argv[1]);
	file = new_file(argv[1]);
	owner = new_file(argv[1]);
	memset(filled, 'a', MIB);
	need(write(file, filled, PAGES * PAGE) == PAGES * PAGE, "write");
	need(!fsync(file), "fsync");
	need(!ioctl(owner, FICLONE, file), "FICLONE");

	two = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE,
		   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	need(two != MAP_FAILED, "mmap");
	memset(two, 'n', 2 * PAGE);
	need(!mprotect(two + PAGE, PAGE, PROT_NONE), "mprotect");

	for (int i = 0; i < PAGES; i++) {
		if (pwrite(file, two + PAGE - READABLE, ASKED, i * PAGE) !=
		    READABLE)
			continue;
		shorts++;
		need(pread(file, page, PAGE, i * PAGE) == PAGE, "pread");
		for (int at = READABLE; at < PAGE; at++) {
			removed += page[at] == 'S';
			others += page[at] != 'S' && page[at] != 'a';
		}
	}
	if (shorts == 0)
		errx(UNTESTED, "no write(2) ended early");
	printf("%ld short writes: %ld bytes of a removed file, %ld others\n",
	       shorts, removed, others);
	return removed || others;
}
