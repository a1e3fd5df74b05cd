/*
 * The writer preempts the reader in the middle of its fault: it runs on the reader's cpu, ahead of it
 * (SCHED_FIFO). The prototypes differ in what wakes it.
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <time.h>

#include "fail.h"
#include "probe.h"
#include "stagger.h"
#include "prototypes.h"

/* What a spin of the stagger means for a timer; as src/race/strategies/stagger-search.ts. */
#define TIMER_NANOSECONDS 64L

static struct timespec delay_of(int stagger)
{
	return (struct timespec){ .tv_nsec = (STAGGER_LIMIT_SPINS - stagger + 1) * TIMER_NANOSECONDS };
}

static void wait_for_nothing(int stagger)
{
	(void)stagger;
}

static void sleep_first(int stagger)
{
	const struct timespec delay = delay_of(stagger);

	clock_nanosleep(CLOCK_MONOTONIC, 0, &delay, NULL);
}

/* A probe in the fault wakes the writer. */
static void set_probe(void)
{
	probe_open(arena.fd);
}

static void wait_for_probe(int attempt)
{
	/* The check of the attempt before may come by as well. */
	do
		probe_wait();
	while (atomic_load(&race.go.value) < attempt);
}

static void wait_for_word_and_probe(int attempt)
{
	wait_for(&race.go, attempt, 0);
	probe_forget();
	probe_wait();
}

const struct prototype preempt_prototypes[] = {
	{
		.name = "preempt-sleep",
		.about = "the writer sleeps, and preempts the fault as it wakes",
		.writer_first = true,
		.before_load = wait_for_nothing,
		.before_write = sleep_first,
	},
	{
		.name = "preempt-probe",
		.about = "a kernel probe at the return from the look-up of the extent wakes the writer",
		.writer_first = true,
		.prepare = set_probe,
		.before_load = wait_for_nothing,
		.await = wait_for_probe,
		.before_write = wait_for_nothing,
	},
	{
		.name = "preempt-probe-word",
		.about = "the same, but the writer is woken for each attempt before it waits for the probe",
		.writer_first = true,
		.prepare = set_probe,
		.before_load = wait_for_nothing,
		.await = wait_for_word_and_probe,
		.before_write = wait_for_nothing,
	},
	{ 0 },
};
