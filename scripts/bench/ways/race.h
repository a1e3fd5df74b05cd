/* What all ways have in common: rounds, attempts, and the check. A way says how fault and write meet. */
#ifndef WAYS_RACE_H
#define WAYS_RACE_H

#include <stdbool.h>

#include "arena.h"
#include "meet.h"
#include "place.h"

#define READER_CPU 0
#define WRITER_CPU 1

struct way {
	const char *name;
	const char *about;
	/* Readers of each page, one unless it says more; whether each has a mapping of its own. */
	int readers;
	bool own_mappings;
	/* Cpus of the first reader, of the others and of the writer; and who goes first there. */
	int reader_cpu, other_cpu, writer_cpu;
	bool other_first, writer_first;
	/* Whether the other readers wait for the stagger too. */
	bool other_staggers;
	/* Whether the writer may spin though it goes first: on a cpu that it does not share. */
	bool writer_spins;
	/* Loads before a waiter sleeps, SPIN_LIMIT unless it says less. */
	int spins;
	/* Pages of an attempt, and from hole to hole; one unless it says more. */
	long pages, stride_pages;
	/* Whether each round maps the arena anew. */
	bool map_again;
	/* Sets up what it needs, in the first reader's thread. */
	void (*prepare)(void);
	/* How the writer waits for an attempt, where it does not wait for the reader's word. */
	void (*await)(int attempt);
	/* Just before the fault in the reader, just before write(2) in the writer; else they spin. */
	void (*before_load)(int stagger);
	void (*before_write)(int stagger);
	/* After the fault in the first reader, after write(2) in the writer. */
	void (*after_load)(void);
	void (*after_write)(void);
	/* Faults in the pages of an attempt; else their bytes are loaded one by one. */
	void (*fault)(long hole);
	/* A further thread, which runs until the race is over. */
	void *(*third)(void *);
};

/* What a third thread needs to know. */
struct race {
	/* The attempt that the reader lets go, and its stagger. */
	struct slot go;
	atomic_int stagger;
	/* The attempt that is being written, and the one that is. */
	atomic_int begun;
	struct slot written;
	atomic_int over;
};

extern struct race race;

/* Races in a directory for so long, and prints a line of what came of it. */
void run_way(const struct way *way, const char *directory, double seconds);

#endif
