/* Two threads on two cpus and no more, over holes that lie close together or far apart. */
#include "ways.h"

const struct way plain_ways[] = {
	{
		.name = "stagger",
		.about = "two threads, let go together, one of them some spins later",
		.reader_cpu = ANYWHERE,
		.writer_cpu = ANYWHERE,
	},
	{
		.name = "stagger-pinned",
		.about = "the same, each on a cpu of its own",
		.reader_cpu = READER_CPU,
		.writer_cpu = WRITER_CPU,
	},
	{
		.name = "stagger-asleep",
		.about = "the same, anywhere, but who waits sleeps at once: the kernel chooses where it wakes",
		.spins = 1,
		.reader_cpu = ANYWHERE,
		.writer_cpu = ANYWHERE,
	},
	{
		.name = "stagger-far",
		.about = "holes 256 KiB apart: each fault allocates a node of the file's xarray",
		.reader_cpu = ANYWHERE,
		.writer_cpu = ANYWHERE,
		.stride_pages = 64,
	},
	{
		.name = "stagger-farther",
		.about = "holes 2 MiB apart: each fault allocates a page table as well",
		.reader_cpu = ANYWHERE,
		.writer_cpu = ANYWHERE,
		.stride_pages = 512,
		.map_again = true,
	},
	{ 0 },
};
