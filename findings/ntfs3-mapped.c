// SPDX-License-Identifier: MIT
/*
 * ntfs3 (fs/ntfs3), page cache: where a file is mapped before it has its
 * length, stores are lost to write(2), and writeback shows what the disk held
 * before, of removed files. There is no race, and one thread.
 *
 * ntfs3 moves a file's valid size as it is mapped (ntfs_file_mmap()), as far as
 * the file goes then, and has no page_mkwrite: a store behind it moves nothing.
 * The next write(2) behind the store zeroes what lies between the valid size
 * and its start, the store with it (ntfs_extend_initialized_size()). Where
 * writeback comes first, it moves the valid size behind the page that was
 * stored to (ntfs_get_block_vbo()), and nobody has zeroed what lies before that
 * page: it is read from the disk.
 *
 *	mkfs.ntfs -F -Q DEVICE && mount -t ntfs3 DEVICE /mnt
 *	cc -O2 -o mapped ntfs3-mapped.c && ./mapped /mnt
 *
 * The disk is filled with a file, which is removed. Exits 0 if nothing of it is
 * seen and no store is lost, 1 if anything is, 125 if nothing could be tested.
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

static int file;
static char *map, bytes[LENGTH];

static void need(int holds, const char *what)
{
	if (!holds)
		err(UNTESTED, "%s", what);
}

/* Has every free block of the disk hold the letter o. */
static void fill_disk(void)
{
	int disk = open("removed", O_CREAT | O_TRUNC | O_RDWR, 0600);
	int mib = 0;

	need(disk >= 0, "open");
	memset(bytes, 'o', LENGTH);
	while (mib < MIB_LIMIT && write(disk, bytes, LENGTH) == LENGTH)
		mib++;
	need(mib > 0, "write");
	need(!fsync(disk), "fsync");
	close(disk);
	need(!unlink("removed"), "unlink");
	sync();
}

/* A file that is mapped for stores, and then made long. */
static void make_mapped(const char *name)
{
	file = open(name, O_CREAT | O_TRUNC | O_RDWR, 0600);
	need(file >= 0, name);
	map = mmap(NULL, LENGTH, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	need(map != MAP_FAILED, "mmap");
	need(!ftruncate(file, LENGTH), "ftruncate");
}

/* Whether a store is gone once write(2) has written behind it. */
static int lost_to_write(void)
{
	make_mapped("written");
	map[PAGE] = 's';
	need(pwrite(file, "w", 1, LENGTH - PAGE) == 1, "pwrite");
	need(pread(file, bytes, LENGTH, 0) == LENGTH, "pread");
	return map[PAGE] != 's' && bytes[PAGE] != 's';
}

/* Of the bytes that nobody wrote, those of the removed file. */
static int others_behind_fsync(void)
{
	int others = 0;

	make_mapped("written-back");
	map[LENGTH - PAGE] = 's';
	need(!fsync(file), "fsync");
	need(pread(file, bytes, LENGTH, 0) == LENGTH, "pread");
	for (int at = 0; at < LENGTH - PAGE; at++)
		others += bytes[at] == 'o' && map[at] == 'o';
	return others;
}

int main(int argc, char **argv)
{
	int lost, others;

	need(argc > 1 && !chdir(argv[1]), "usage: DIRECTORY");
	fill_disk();
	lost = lost_to_write();
	others = others_behind_fsync();
	printf("%d of 1 store lost to a write, %d of %d bytes of a removed file behind fsync\n",
	       lost, others, LENGTH - PAGE);
	return lost || others;
}
