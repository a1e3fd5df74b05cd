/*
 * Both loops in the kernel: one write(2) over pages of which each second one is a hole, against one
 * madvise(2) that faults them all in, or against a loop that touches them.
 */
#define _GNU_SOURCE
#include <sys/mman.h>

#include "fail.h"
#include "ways.h"

#ifndef MADV_POPULATE_READ
/* linux/mman.h, since Linux 5.14. */
#define MADV_POPULATE_READ 22
#endif

static void populate(long hole)
{
	void *at = (void *)(arena.mapping[0] + hole * arena.stride_bytes);

	if (madvise(at, arena.pages * PAGE_BYTES, MADV_POPULATE_READ))
		fail("madvise");
}

#define ANY .reader_cpu = ANYWHERE, .writer_cpu = ANYWHERE

const struct way kernel_loop_ways[] = {
	{
		.name = "populate-16",
		.about = "one write(2) over 8 holes against MADV_POPULATE_READ",
		ANY,
		.pages = 16,
		.fault = populate,
	},
	{
		.name = "populate-128",
		.about = "the same over 64 holes",
		ANY,
		.pages = 128,
		.fault = populate,
	},
	{
		.name = "populate-1024",
		.about = "the same over 512 holes",
		ANY,
		.pages = 1024,
		.fault = populate,
	},
	{
		.name = "touch-16",
		.about = "one write(2) over 8 holes against a loop that touches them",
		ANY,
		.pages = 16,
	},
	{
		.name = "touch-128",
		.about = "the same over 64 holes",
		ANY,
		.pages = 128,
	},
	{ 0 },
};
