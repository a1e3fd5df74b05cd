#define _GNU_SOURCE
#include "arena.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fail.h"

#define OFFSET_BYTES (2L << 20)
#define STAMPS 255

struct arena arena;

static unsigned char *bytes;

static void map(int reader, int flags)
{
	const long length = arena.holes * arena.stride_bytes;
	void *at = mmap((void *)arena.mapping[reader], length, PROT_READ, MAP_SHARED | flags, arena.fd,
			OFFSET_BYTES);

	if (at == MAP_FAILED)
		fail("mmap");
	/* Else one fault would map its neighbours too; not every kernel knows both. */
	madvise(at, length, MADV_NOHUGEPAGE);
	madvise(at, length, MADV_RANDOM);
	arena.mapping[reader] = at;
}

void arena_open(const char *directory, int mappings)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/holerace-ways", directory);
	arena.fd = open(path, O_RDWR | O_CREAT | O_EXCL, 0600);
	if (arena.fd < 0)
		fail(path);
	unlink(path);
	bytes = malloc(arena.pages * PAGE_BYTES);
	if (!bytes)
		fail("malloc");
	arena_make_holes(0);
	for (int reader = 0; reader < mappings; reader++)
		map(reader, 0);
	for (int reader = mappings; reader < READERS_LIMIT; reader++)
		arena.mapping[reader] = arena.mapping[0];
}

static void write_at(long offset_bytes, long length)
{
	if (pwrite(arena.fd, bytes, length, OFFSET_BYTES + offset_bytes) != length)
		fail("pwrite");
}

void arena_make_holes(unsigned round)
{
	if (ftruncate(arena.fd, 0))
		fail("ftruncate");
	if (ftruncate(arena.fd, OFFSET_BYTES + arena.holes * arena.stride_bytes))
		fail("ftruncate");
	arena.stamp = 1 + round % STAMPS;
	memset(bytes, arena.stamp, arena.pages * PAGE_BYTES);
	/* Between two holes of an attempt a block that is none: each hole is an extent of its own. */
	for (long hole = 0; hole < arena.holes; hole++) {
		for (long page = 1; page < arena.pages; page += 2)
			write_at(hole * arena.stride_bytes + page * PAGE_BYTES, PAGE_BYTES);
	}
}

void arena_map_again(void)
{
	map(0, MAP_FIXED);
}

void arena_write(long hole)
{
	write_at(hole * arena.stride_bytes, arena.pages * PAGE_BYTES);
}

long arena_new_pages(int reader, long hole)
{
	volatile unsigned char *at = arena.mapping[reader] + hole * arena.stride_bytes;
	long new = 0;

	for (long page = 0; page < arena.pages; page += 2)
		new += at[page * PAGE_BYTES] == arena.stamp;
	return new;
}

long arena_holes_each(void)
{
	return (arena.pages + 1) / 2;
}
