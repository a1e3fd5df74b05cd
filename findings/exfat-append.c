// SPDX-License-Identifier: MIT
/*
 * exfat, page cache: a byte that is appended makes a file show what the disk
 * held before, of removed files. There is no race, and one thread.
 *
 * A file is lengthened by ftruncate(2), and one byte is appended to it through
 * a descriptor with O_APPEND. exfat_file_write_iter() zeroes what lies between
 * the valid size and where a write begins. But it takes that from the position
 * of the descriptor, which is 0, before generic_write_checks() has set it to
 * the end of the file. So it zeroes nothing, and the valid size goes behind the
 * byte: all of the file is read from the disk from there on. Where the byte is
 * written without O_APPEND, by pwrite(2), the same range reads zeros.
 *
 *	mkfs.exfat DEVICE && mount -t exfat DEVICE /mnt
 *	cc -O2 -o append exfat-append.c && ./append /mnt
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

enum { LENGTH = 1 << 20, MIB_LIMIT = 4096, UNTESTED = 125 };

static char bytes[LENGTH];

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
	for (int length = LENGTH; length > 0; length /= 2)
		while (mib < MIB_LIMIT && write(disk, bytes, length) == length)
			mib += length == LENGTH;
	need(mib > 0, "write");
	need(!fsync(disk), "fsync");
	close(disk);
	need(!unlink("removed"), "unlink");
	sync();
}

/* Of a file that was only lengthened before one byte was added at its end. */
static unsigned int others_in(const char *name, int flags)
{
	int file = open(name, O_CREAT | O_TRUNC | O_RDWR | flags, 0600);
	unsigned int others = 0;
	const char *map;

	need(file >= 0, name);
	need(!ftruncate(file, LENGTH), "ftruncate");
	if (flags & O_APPEND)
		need(write(file, "a", 1) == 1, "write");
	else
		need(pwrite(file, "a", 1, LENGTH) == 1, "pwrite");
	map = mmap(NULL, LENGTH, PROT_READ, MAP_SHARED, file, 0);
	need(map != MAP_FAILED, "mmap");
	need(pread(file, bytes, LENGTH, 0) == LENGTH, "pread");
	for (int at = 0; at < LENGTH; at++)
		others += bytes[at] != 0 && map[at] != 0;
	munmap((void *)map, LENGTH);
	close(file);
	need(!unlink(name), "unlink");
	return others;
}

int main(int argc, char **argv)
{
	unsigned int by_pwrite, by_append;

	need(argc > 1 && !chdir(argv[1]), "usage: DIRECTORY");
	fill_disk();
	by_append = others_in("appended", O_APPEND);
	by_pwrite = others_in("written", 0);
	printf("of %d bytes that nobody wrote, of a removed file: %u behind O_APPEND, %u behind pwrite\n",
	       LENGTH, by_append, by_pwrite);
	return by_append || by_pwrite;
}
