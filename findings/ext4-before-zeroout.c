// SPDX-License-Identifier: MIT
/*
 * ext4, DAX, 7.2: a load from a shared mapping shows what the disk held
 * before the file had the block, while write(2) goes to it.
 *
 * A file has unwritten extents, by fallocate(2). One thread writes to a block,
 * the other one loads from it through a mapping, again and again, each time
 * by a fault of its own (MADV_DONTNEED). Zeros and what is written are right.
 * ext4_split_convert_extents() (fs/ext4/extents.c) puts the block into the
 * extent status tree as written, and only behind that ext4_map_create_blocks()
 * (fs/ext4/inode.c) writes zeros to it: a fault that looks it up in between
 * maps what lies there, of a file that is gone. Each round writes another byte,
 * and what it frees the next ones get.
 *
 * It goes on for SECONDS, and exits with 0 if all loads were right, 1 if one
 * was not, and 125 if nothing could be tested.
 *
 *   cc -O2 -pthread -o before-zeroout ext4-before-zeroout.c
 *   ./before-zeroout DIRECTORY 10
 */
#define _GNU_SOURCE
#include <err.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { PAGE = 4096, STRIDE = 16 * PAGE, PLACES = 64 };
enum { LENGTH = PLACES * STRIDE, UNTESTED = 125, TAGS = 250 };
enum { NOWHERE = -1, OVER = -2 };

static volatile unsigned char *mapping;
static unsigned char tag;
/* The offset that is written to, and whether the reader looks at one. */
static atomic_long racing = NOWHERE;
static atomic_int looking;
/* What was loaded that is neither a zero nor what is written; else 0. */
static atomic_int wrong;
static atomic_long loads;

static void need(int holds, const char *what)
{
	if (!holds)
		err(UNTESTED, "%s", what);
}

static void *reader(void *unused)
{
	(void)unused;
	for (;;) {
		long at = atomic_load(&racing);
		unsigned char loaded;

		if (at == OVER)
			return NULL;
		atomic_store(&looking, 1);
		if (at == NOWHERE || atomic_load(&racing) != at) {
			atomic_store(&looking, 0);
			sched_yield();
			continue;
		}
		loaded = mapping[at];
		if (loaded != 0 && loaded != tag)
			atomic_store(&wrong, loaded);
		madvise((void *)(mapping + at), PAGE, MADV_DONTNEED);
		loads++;
		atomic_store(&looking, 0);
	}
}

/* Until the reader is at no place: mappings and bytes change then. */
static void rest(void)
{
	atomic_store(&racing, NOWHERE);
	while (atomic_load(&looking))
		sched_yield();
}

/* Returns at how many places a load was wrong. */
static int one_round(const char *path)
{
	static int told;
	static unsigned char page[PAGE];
	int places = 0;
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL, 0600);

	need(fd >= 0, path);
	need(!unlink(path), "unlink");
	need(!fallocate(fd, 0, 0, LENGTH), "fallocate");
	mapping = mmap(NULL, LENGTH, PROT_READ, MAP_SHARED, fd, 0);
	need(mapping != MAP_FAILED, "mmap");
	need(!madvise((void *)mapping, LENGTH, MADV_NOHUGEPAGE), "madvise");
	memset(page, tag, PAGE);

	for (off_t at = 0; at < LENGTH; at += STRIDE) {
		long before = atomic_load(&loads);

		atomic_store(&wrong, 0);
		atomic_store(&racing, at);
		while (atomic_load(&loads) == before)
			sched_yield();
		need(pwrite(fd, page, PAGE, at) == PAGE, "pwrite");
		rest();
		if (!atomic_load(&wrong))
			continue;
		places++;
		if (!told++)
			printf("offset %lld: mapped %02x, written %02x\n",
			       (long long)at, atomic_load(&wrong), tag);
	}
	munmap((void *)mapping, LENGTH);
	close(fd);
	return places;
}

int main(int argc, char **argv)
{
	char path[4096];
	long attempts = 0, wrong_places = 0;
	pthread_t thread;
	time_t until;

	if (argc != 3) {
		fprintf(stderr, "usage: %s DIRECTORY SECONDS\n", argv[0]);
		return UNTESTED;
	}
	snprintf(path, sizeof(path), "%s/before-zeroout", argv[1]);
	need(!pthread_create(&thread, NULL, reader, NULL), "pthread_create");
	until = time(NULL) + atoi(argv[2]);
	for (int round = 0; time(NULL) < until; round++) {
		tag = 1 + round % TAGS;
		wrong_places += one_round(path);
		attempts += PLACES;
	}
	atomic_store(&racing, OVER);
	pthread_join(thread, NULL);
	printf("%ld of %ld attempts showed what the disk held before\n",
	       wrong_places, attempts);
	return wrong_places > 0;
}
