// SPDX-License-Identifier: MIT
/*
 * exfat, page cache: what ftruncate(2) has cut off comes back. There is no
 * race, and one thread.
 *
 * A file of other bytes is made shorter, to the middle of a block, and longer
 * again: ftruncate(2) promises zeros behind the shorter length. Since exfat
 * uses iomap (Linux 7.2), that cuts off in the cache only, and the block keeps
 * the old bytes on the disk behind the valid size. A direct read takes them
 * from there (exfat_file_read_iter()). And once the page has left the cache,
 * one byte that is written to the start of the block brings all of that back
 * into it: __iomap_write_begin() reads the block, and has
 * exfat_write_iomap_begin() tell it to zero its end only where the write
 * reaches the valid size. Then the mapping and pread(2) show them too.
 *
 *	mkfs.exfat DEVICE && mount -t exfat DEVICE /mnt
 *	cc -O2 -o cut exfat-cut-off.c && ./cut /mnt
 *
 * Exits 0 if zeros are seen, 1 if anything else is, 125 if nothing could be
 * tested.
 */
#define _GNU_SOURCE
#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PAGE = 4096, SHORTER = 100, UNTESTED = 125 };

static int file;
static char *page;

static void need(int holds, const char *what)
{
	if (!holds)
		err(UNTESTED, "%s", what);
}

/* How many of the bytes that were cut off are seen. */
static int others(const volatile char *bytes)
{
	int count = 0;

	for (int at = SHORTER; at < PAGE; at++)
		count += bytes[at] != 0;
	return count;
}

static int others_mapped(void)
{
	char *map = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, file, 0);
	int count;

	need(map != MAP_FAILED, "mmap");
	count = others(map);
	munmap(map, PAGE);
	return count;
}

static int others_read(int by)
{
	need(pread(by, page, PAGE, 0) == PAGE, "pread");
	return others(page);
}

int main(int argc, char **argv)
{
	int direct, by_direct, by_read, mapped;

	need(argc > 1 && !chdir(argv[1]), "usage: DIRECTORY");
	page = aligned_alloc(PAGE, PAGE);
	need(page != NULL, "aligned_alloc");
	file = open("exfat-cut-off", O_CREAT | O_TRUNC | O_RDWR, 0600);
	need(file >= 0, "open");
	direct = open("exfat-cut-off", O_RDONLY | O_DIRECT);
	need(direct >= 0, "open, O_DIRECT");
	memset(page, 'o', PAGE);
	need(pwrite(file, page, PAGE, 0) == PAGE, "pwrite");
	need(!fsync(file), "fsync");
	need(!ftruncate(file, SHORTER), "ftruncate to less");
	need(!ftruncate(file, PAGE), "ftruncate to more");
	by_read = others_read(file);
	mapped = others_mapped();
	by_direct = others_read(direct);
	printf("of %d bytes that were cut off: %d by a direct read, %d by pread, %d mapped\n",
	       PAGE - SHORTER, by_direct, by_read, mapped);
	need(!fsync(file), "fsync");
	need(!posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED), "fadvise");
	need(pwrite(file, "w", 1, 0) == 1, "pwrite");
	by_read = others_read(file);
	mapped = others_mapped();
	printf("behind a write to the first one: %d by pread, %d mapped\n",
	       by_read, mapped);
	unlink("exfat-cut-off");
	return by_direct || by_read || mapped;
}
