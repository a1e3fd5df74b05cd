// SPDX-License-Identifier: MIT
/*
 * ext4, DAX: a load from a shared mapping that begins once write(2) has
 * returned shows zeros. No race: one thread, and two calls of write(2).
 *
 * A file has an unwritten extent, by fallocate(2). A load maps the zero page
 * for one of its blocks. write(2) to another block, less than 32 KiB behind
 * that one, has ext4 write zeros to all blocks up to there and make them
 * written, so as not to split the extent (ext4_ext_convert_to_initialized(),
 * fs/ext4/extents.c). write(2) to the first block finds it written by now, so
 * it is not new (IOMAP_F_NEW), and dax_iomap_iter() (fs/dax.c) invalidates
 * nothing: the mapping keeps the zero page.
 *
 * It goes on for SECONDS, with a file of its own each time. It exits with 0
 * if no load was stale, 1 if one was, and 125 if nothing could be tested.
 *
 *   cc -O2 -o zeroout ext4-zeroout.c && ./zeroout DIRECTORY 10
 */
#define _GNU_SOURCE
#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { PAGE = 4096, BEHIND = 3, STRIDE = (BEHIND + 1) * PAGE, PLACES = 64 };
enum { LENGTH = PLACES * STRIDE, UNTESTED = 125, WRITTEN = 0xbb };

static void need(int holds, const char *what)
{
	if (!holds)
		err(UNTESTED, "%s", what);
}

/* Whether a stale load was told: the others are counted. */
static int told;

/* Returns how many of the places were stale. */
static int one_file(const char *path, char *page)
{
	int stale = 0;
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL, 0600);
	volatile unsigned char *mapping;

	need(fd >= 0, path);
	need(!unlink(path), "unlink");
	need(!fallocate(fd, 0, 0, LENGTH), "fallocate");
	mapping = mmap(NULL, LENGTH, PROT_READ, MAP_SHARED, fd, 0);
	need(mapping != MAP_FAILED, "mmap");
	need(!madvise((void *)mapping, LENGTH, MADV_NOHUGEPAGE), "madvise");

	for (off_t at = 0; at < LENGTH; at += STRIDE) {
		unsigned char loaded, read;

		need(mapping[at] == 0, "a hole is not zero");
		need(pwrite(fd, page, PAGE, at + BEHIND * PAGE) == PAGE,
		     "pwrite");
		need(pwrite(fd, page, PAGE, at) == PAGE, "pwrite");
		loaded = mapping[at];
		need(pread(fd, &read, 1, at) == 1, "pread");
		if (loaded == WRITTEN)
			continue;
		stale++;
		if (!told++)
			printf("offset %lld: mapped %02x, pread %02x, written %02x\n",
			       (long long)at, loaded, read, WRITTEN);
	}
	munmap((void *)mapping, LENGTH);
	close(fd);
	return stale;
}

int main(int argc, char **argv)
{
	char path[4096], page[PAGE];
	long attempts = 0, stale = 0;
	time_t until;

	if (argc != 3) {
		fprintf(stderr, "usage: %s DIRECTORY SECONDS\n", argv[0]);
		return UNTESTED;
	}
	snprintf(path, sizeof(path), "%s/ext4-zeroout", argv[1]);
	memset(page, WRITTEN, sizeof(page));
	until = time(NULL) + atoi(argv[2]);
	do {
		stale += one_file(path, page);
		attempts += PLACES;
	} while (time(NULL) < until);
	printf("%ld of %ld attempts stale\n", stale, attempts);
	return stale > 0;
}
