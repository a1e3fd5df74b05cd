/* What all prototypes have in common: rounds, attempts, and the check. Each says how fault and write meet. */
#ifndef PROTOTYPES_RACE_H
#define PROTOTYPES_RACE_H

#include <stdbool.h>

#include "arena.h"
#include "meet.h"
#include "place.h"

#define READER_CPU 0
#define WRITER_CPU 1

struct prototype {
	const char *name;
	const char *about;
	/* Whether each page has a second reader, with a mapping of its own, which runs anywhere. */
	bool second_reader;
	/* Cpus of reader and writer, and whether the writer goes first there. */
	int reader_cpu, writer_cpu;
	bool writer_first;
	/* Loads before a waiter sleeps, SPIN_LIMIT unless it says less. */
	int spins;
	/* Sets up what it needs, in the reader's thread. */
	void (*prepare)(void);
	/* How the writer waits for an attempt, where it does not wait for the reader's word. */
	void (*await)(int attempt);
	/* Just before the fault in the reader, just before write(2) in the writer; else they spin. */
	void (*before_load)(int stagger);
	void (*before_write)(int stagger);
	/* After the fault in the reader. */
	void (*after_load)(void);
};

/* What its threads share. */
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
void run_prototype(const struct prototype *prototype, const char *directory, double seconds);

#endif
