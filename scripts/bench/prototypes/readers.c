/* Two readers a page: one that sleeps on the mapping entry's lock wakes late, with what it has looked up. */
#include "prototypes.h"

/* More threads than cpus: who spins for long keeps the one that it waits for from its cpu. */
#define SPINS 1000

const struct prototype reader_prototypes[] = {
	{
		.name = "readers-2-mappings",
		.about = "two readers a page, each with a mapping of its own, anywhere",
		.spins = SPINS,
		.second_reader = true,
		.reader_cpu = ANYWHERE,
		.writer_cpu = ANYWHERE,
	},
	{ 0 },
};
