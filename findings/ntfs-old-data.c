// SPDX-License-Identifier: MIT
/*
 * ntfs (fs/ntfs, since Linux 7.1), page cache: a store through a mapping makes
 * a file show what the disk held before, of removed files. There is no race.
 *
 * A file is mapped while it is empty, preallocated by fallocate(2), and its
 * last page is stored to. page_mkwrite moves the initialized size to the end of
 * that page (ntfs_write_da_iomap_begin_non_resident(), NTFS_IOMAP_FLAGS_MKWRITE)
 * and zeroes nothing of what lies before it. All of that counts as written from
 * there on, and is read from the disk. mmap(2) of a file that has its length
 * already zeroes it (ntfs_file_mmap_prepare()): the mapping has to be older.
 *
 *	mkfs.ntfs -F -Q DEVICE && mount -t ntfs DEVICE /mnt
 *	cc -O2 -o old ntfs-old-data.c && ./old /mnt
 *
 * The disk is filled with a file, which is removed. Exits 0 if nothing of it is
 * seen, 1 if something is, 125 if nothing could be tested.
 */
#define _GNU_SOURCE
#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PAGE = 4096, LENGTH = 1 << 20, MIB_LIMIT = 4096, UNTESTED = 125 };

static char bytes[LENGTH];

static void need(int holds, const char *what)
{
	if (!holds)
		err(UNTESTED, "%s", what);
}

static int open_unlinked(const char *name)
{
	int file = open(name, O_CREAT | O_TRUNC | O_RDWR, 0600);

	need(file >= 0, name);
	need(!unlink(name), "unlink");
	return file;
}

/* Has every free block of the disk hold the letter o. */
static void fill_disk(void)
{
	int file = open("removed", O_CREAT | O_TRUNC | O_RDWR, 0600), mib = 0;

	need(file >= 0, "open");
	memset(bytes, 'o', LENGTH);
	while (mib < MIB_LIMIT && write(file, bytes, LENGTH) == LENGTH)
		mib++;
	need(mib > 0, "write");
	need(!fsync(file), "fsync");
	close(file);
	need(!unlink("removed"), "unlink");
	sync();
}

int main(int argc, char **argv)
{
	unsigned int shown = 0, others = 0;
	volatile char *map;
	int file;

	need(argc > 1 && !chdir(argv[1]), "usage: DIRECTORY");
	fill_disk();
	file = open_unlinked("preallocated");
	map = mmap(NULL, LENGTH, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	need(map != MAP_FAILED, "mmap");
	need(!fallocate(file, 0, 0, LENGTH), "fallocate");
	map[LENGTH - PAGE] = 's';
	need(pread(file, bytes, LENGTH, 0) == LENGTH, "pread");
	for (int at = 0; at < LENGTH - PAGE; at++) {
		shown += bytes[at] == 'o';
		others += bytes[at] != 'o' && bytes[at] != 0;
	}
	printf("%u of %u preallocated bytes are of a removed file\n",
	       shown + others, LENGTH - PAGE);
	return shown || others;
}
