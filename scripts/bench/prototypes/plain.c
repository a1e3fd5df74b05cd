/* Two threads and no more: what the others are measured against. */
#include "prototypes.h"

const struct prototype plain_prototypes[] = {
	{
		.name = "stagger",
		.about = "two threads, let go together, one of them some spins later",
		.reader_cpu = ANYWHERE,
		.writer_cpu = ANYWHERE,
	},
	{ 0 },
};
