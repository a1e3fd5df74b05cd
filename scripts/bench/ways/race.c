#define _GNU_SOURCE
#include "race.h"

#include <pthread.h>
#include <stdio.h>
#include <time.h>

#include "fail.h"
#include "stagger.h"

#define HOLES 1024L
#define SEED 7

struct race race;

static const struct way *way;
static struct slot made, checked, left[READERS_LIMIT];
/* The last attempt that anyone saw stale, and how many pages were. */
static atomic_int stale_attempt;
static atomic_long stale;
static long attempts, early, overlapped;
static double started, first_stale = -1;

static double seconds_of(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return now.tv_sec + now.tv_nsec / 1e9;
}

/* A thread that goes first must not spin: those on its cpu would never come to do their part. */
static int spins_of(bool first)
{
	if (first)
		return 0;
	return way->spins ? way->spins : SPIN_LIMIT;
}

static int writer_spins(void)
{
	return spins_of(way->writer_first && !way->writer_spins);
}

static void *write_holes(void *unused)
{
	int attempt = 0;

	pin_to(way->writer_cpu);
	if (way->writer_first)
		go_first();
	for (int round = 1; !atomic_load(&race.over); round++) {
		arena_make_holes(round);
		publish(&made, round);
		for (long hole = 0; hole < arena.holes; hole++) {
			attempt++;
			if (way->await)
				way->await(attempt);
			else
				wait_for(&race.go, attempt, writer_spins());
			if (way->before_write)
				way->before_write(atomic_load(&race.stagger));
			else
				spin(-atomic_load(&race.stagger));
			atomic_store(&race.begun, attempt);
			arena_write(hole);
			publish(&race.written, attempt);
			if (way->after_write)
				way->after_write();
		}
		wait_for(&checked, round, writer_spins());
	}
	return unused;
}

/* Returns how many of the attempt's holes show what is being written. */
static long fault_in(int reader, long hole)
{
	if (way->fault)
		way->fault(hole);
	return arena_new_pages(reader, hole);
}

/* To be called once write(2) has returned, and the reader's own fault before it. */
static void check(int reader, long hole, int attempt)
{
	const long seen = arena_holes_each() - arena_new_pages(reader, hole);

	/* Readers may share a page table: what one of them has counted is not counted again. */
	if (!seen || atomic_exchange(&stale_attempt, attempt) == attempt)
		return;
	if (atomic_fetch_add(&stale, seen) == 0)
		first_stale = seconds_of(CLOCK_MONOTONIC) - started;
}

/* The second reader of each page, and the third. */
static void *read_too(void *which)
{
	const int reader = *(const int *)which;
	const int spins = spins_of(way->other_first);

	pin_to(way->other_cpu);
	if (way->other_first)
		go_first();
	for (int attempt = 1;; attempt++) {
		const long hole = (attempt - 1) % arena.holes;

		wait_for(&race.go, attempt, spins);
		if (atomic_load(&race.over))
			return NULL;
		if (way->other_staggers)
			spin(atomic_load(&race.stagger));
		fault_in(reader, hole);
		wait_for(&race.written, attempt, spins);
		check(reader, hole, attempt);
		publish(&left[reader], attempt);
	}
}

static void attempt_hole(long hole, int attempt, struct stagger *stagger)
{
	const int spins = stagger_next(stagger);
	const long holes = arena_holes_each();
	bool in_time;
	long new;

	atomic_store(&race.stagger, spins);
	publish(&race.go, attempt);
	if (way->before_load)
		way->before_load(spins);
	else
		spin(spins);
	in_time = atomic_load(&race.written.value) < attempt;
	new = fault_in(0, hole);
	if (in_time && atomic_load(&race.begun) >= attempt)
		overlapped += holes;
	attempts += holes;
	early += holes - new;
	stagger_note(stagger, new * 2 > holes);
	if (way->after_load)
		way->after_load();
	wait_for(&race.written, attempt, spins_of(false));
	check(0, hole, attempt);
	for (int reader = 1; reader < way->readers; reader++)
		wait_for(&left[reader], attempt, spins_of(false));
}

static void read_holes(double limit_seconds)
{
	struct stagger stagger;
	int attempt = 0;

	stagger_init(&stagger, SEED);
	for (int round = 1; !atomic_load(&race.over); round++) {
		wait_for(&made, round, SPIN_LIMIT);
		if (way->map_again)
			arena_map_again();
		for (long hole = 0; hole < arena.holes; hole++)
			attempt_hole(hole, ++attempt, &stagger);
		if (seconds_of(CLOCK_MONOTONIC) - started >= limit_seconds)
			atomic_store(&race.over, 1);
		publish(&checked, round);
	}
	/* The other readers learn of the end where the next attempt would begin. */
	publish(&race.go, attempt + 1);
}

static pthread_t start(void *(*body)(void *), void *argument)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, body, argument))
		fail("pthread_create");
	return thread;
}

void run_way(const struct way *chosen, const char *directory, double seconds)
{
	static int numbers[READERS_LIMIT] = { 0, 1, 2 };
	pthread_t writer, third = 0, others[READERS_LIMIT];
	double cpu;

	way = chosen;
	arena.pages = way->pages ? way->pages : 1;
	arena.stride_bytes = (way->stride_pages ? way->stride_pages : arena.pages) * PAGE_BYTES;
	arena.holes = HOLES / arena.pages;
	arena_open(directory, way->own_mappings ? way->readers : 1);
	if (way->prepare)
		way->prepare();
	started = seconds_of(CLOCK_MONOTONIC);
	cpu = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
	writer = start(write_holes, NULL);
	for (int reader = 1; reader < way->readers; reader++)
		others[reader] = start(read_too, &numbers[reader]);
	if (way->third)
		third = start(way->third, NULL);
	pin_to(way->reader_cpu);
	read_holes(seconds);
	pthread_join(writer, NULL);
	for (int reader = 1; reader < way->readers; reader++)
		pthread_join(others[reader], NULL);
	if (way->third)
		pthread_join(third, NULL);
	printf("%s %ld %ld %.6f %.6f %.6f %ld %ld\n", way->name, attempts, atomic_load(&stale),
	       seconds_of(CLOCK_MONOTONIC) - started, seconds_of(CLOCK_PROCESS_CPUTIME_ID) - cpu,
	       first_stale, early, overlapped);
}
