#define _GNU_SOURCE
#include "arena.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fail.h"

#define OFFSET_BYTES (2L << 20)
#define STAMPS 255

struct arena arena;

static unsigned char bytes[PAGE_BYTES];

static void map(int reader)
{
	const long length = HOLES * PAGE_BYTES;
	void *at = mmap(NULL, length, PROT_READ, MAP_SHARED, arena.fd, OFFSET_BYTES);

	if (at == MAP_FAILED)
		fail("mmap");
	/* Else one fault would map its neighbours too; not every kernel knows both. */
	madvise(at, length, MADV_NOHUGEPAGE);
	madvise(at, length, MADV_RANDOM);
	arena.mapping[reader] = at;
}

void arena_open(const char *directory)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/holerace-prototypes", directory);
	arena.fd = open(path, O_RDWR | O_CREAT | O_EXCL, 0600);
	if (arena.fd < 0)
		fail(path);
	unlink(path);
	arena_make_holes(0);
	for (int reader = 0; reader < READERS; reader++)
		map(reader);
}

void arena_make_holes(unsigned round)
{
	if (ftruncate(arena.fd, 0))
		fail("ftruncate");
	if (ftruncate(arena.fd, OFFSET_BYTES + HOLES * PAGE_BYTES))
		fail("ftruncate");
	arena.stamp = 1 + round % STAMPS;
	memset(bytes, arena.stamp, PAGE_BYTES);
}

void arena_write(long hole)
{
	if (pwrite(arena.fd, bytes, PAGE_BYTES, OFFSET_BYTES + hole * PAGE_BYTES) != PAGE_BYTES)
		fail("pwrite");
}

bool arena_is_new(int reader, long hole)
{
	return arena.mapping[reader][hole * PAGE_BYTES] == arena.stamp;
}
