#define _GNU_SOURCE
#include "race.h"

#include <pthread.h>
#include <stdio.h>
#include <time.h>

#include "fail.h"
#include "stagger.h"

#define SEED 7

struct race race;

static const struct prototype *prototype;
static struct slot made, checked, left;
/* The last attempt that anyone saw stale, and how many were. */
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
	return prototype->spins ? prototype->spins : SPIN_LIMIT;
}

static int writer_spins(void)
{
	return spins_of(prototype->writer_first);
}

static void *write_holes(void *unused)
{
	int attempt = 0;

	pin_to(prototype->writer_cpu);
	if (prototype->writer_first)
		go_first();
	for (int round = 1; !atomic_load(&race.over); round++) {
		arena_make_holes(round);
		publish(&made, round);
		for (long hole = 0; hole < HOLES; hole++) {
			attempt++;
			if (prototype->await)
				prototype->await(attempt);
			else
				wait_for(&race.go, attempt, writer_spins());
			if (prototype->before_write)
				prototype->before_write(atomic_load(&race.stagger));
			else
				spin(-atomic_load(&race.stagger));
			atomic_store(&race.begun, attempt);
			arena_write(hole);
			publish(&race.written, attempt);
		}
		wait_for(&checked, round, writer_spins());
	}
	return unused;
}

/* To be called once write(2) has returned, and the reader's own fault before it. */
static void check(int reader, long hole, int attempt)
{
	/* What one reader has counted is not counted again. */
	if (arena_is_new(reader, hole) || atomic_exchange(&stale_attempt, attempt) == attempt)
		return;
	if (atomic_fetch_add(&stale, 1) == 0)
		first_stale = seconds_of(CLOCK_MONOTONIC) - started;
}

/* The second reader of each page. */
static void *read_too(void *unused)
{
	const int spins = spins_of(false);

	for (int attempt = 1;; attempt++) {
		const long hole = (attempt - 1) % HOLES;

		wait_for(&race.go, attempt, spins);
		if (atomic_load(&race.over))
			return unused;
		arena_is_new(SECOND_READER, hole);
		wait_for(&race.written, attempt, spins);
		check(SECOND_READER, hole, attempt);
		publish(&left, attempt);
	}
}

static void attempt_hole(long hole, int attempt, struct stagger *stagger)
{
	const int spins = stagger_next(stagger);
	bool in_time, late;

	atomic_store(&race.stagger, spins);
	publish(&race.go, attempt);
	if (prototype->before_load)
		prototype->before_load(spins);
	else
		spin(spins);
	in_time = atomic_load(&race.written.value) < attempt;
	late = arena_is_new(READER, hole);
	if (in_time && atomic_load(&race.begun) >= attempt)
		overlapped++;
	attempts++;
	early += !late;
	stagger_note(stagger, late);
	if (prototype->after_load)
		prototype->after_load();
	wait_for(&race.written, attempt, spins_of(false));
	check(READER, hole, attempt);
	if (prototype->second_reader)
		wait_for(&left, attempt, spins_of(false));
}

static void read_holes(double limit_seconds)
{
	struct stagger stagger;
	int attempt = 0;

	stagger_init(&stagger, SEED);
	for (int round = 1; !atomic_load(&race.over); round++) {
		wait_for(&made, round, SPIN_LIMIT);
		for (long hole = 0; hole < HOLES; hole++)
			attempt_hole(hole, ++attempt, &stagger);
		if (seconds_of(CLOCK_MONOTONIC) - started >= limit_seconds)
			atomic_store(&race.over, 1);
		publish(&checked, round);
	}
	/* The second reader learns of the end where the next attempt would begin. */
	publish(&race.go, attempt + 1);
}

static pthread_t start(void *(*body)(void *))
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, body, NULL))
		fail("pthread_create");
	return thread;
}

void run_prototype(const struct prototype *chosen, const char *directory, double seconds)
{
	pthread_t writer, second = 0;
	double cpu;

	prototype = chosen;
	arena_open(directory);
	if (prototype->prepare)
		prototype->prepare();
	started = seconds_of(CLOCK_MONOTONIC);
	cpu = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
	writer = start(write_holes);
	if (prototype->second_reader)
		second = start(read_too);
	pin_to(prototype->reader_cpu);
	read_holes(seconds);
	pthread_join(writer, NULL);
	if (prototype->second_reader)
		pthread_join(second, NULL);
	printf("%s %ld %ld %.6f %.6f %.6f %ld %ld\n", prototype->name, attempts, atomic_load(&stale),
	       seconds_of(CLOCK_MONOTONIC) - started, seconds_of(CLOCK_PROCESS_CPUTIME_ID) - cpu,
	       first_stale, early, overlapped);
}
