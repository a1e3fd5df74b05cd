/*
 * The writer preempts the reader in the middle of its fault: it runs on the reader's cpu, ahead of it
 * (SCHED_FIFO). The ways differ in what wakes it.
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <sys/timerfd.h>
#include <unistd.h>
#include <time.h>

#include "fail.h"
#include "probe.h"
#include "stagger.h"
#include "ways.h"

/* What a spin of the stagger means for a timer; as src/race/preemption.ts. */
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

/* The reader sets the timer itself: what passes until then is not a part of the delay. */
static int timer_fd;

static void make_timer(void)
{
	timer_fd = timerfd_create(CLOCK_MONOTONIC, 0);
	if (timer_fd < 0)
		fail("timerfd_create");
}

static void set_timer(int stagger)
{
	const struct itimerspec once = { .it_value = delay_of(stagger) };

	timerfd_settime(timer_fd, 0, &once, NULL);
}

static void wait_for_timer(int attempt)
{
	uint64_t expirations;

	(void)attempt;
	if (read(timer_fd, &expirations, sizeof(expirations)) < 0)
		fail("read of a timer");
}

/* A third thread on the other cpu wakes the writer: an interrupt from cpu to cpu, and no timer. */
static struct slot woken;

static void *wake_writer(void *unused)
{
	pin_to(WRITER_CPU);
	for (int attempt = 1;; attempt++) {
		wait_for(&race.go, attempt, SPIN_LIMIT);
		if (atomic_load(&race.over))
			return unused;
		spin(-atomic_load(&race.stagger));
		publish(&woken, attempt);
	}
}

static void wait_for_wake(int attempt)
{
	wait_for(&woken, attempt, 0);
}

/* The writer waits on the other cpu, and moves to the reader's to write. */
static void move_to_reader(int stagger)
{
	spin(-stagger);
	pin_to(READER_CPU);
}

static void move_away(void)
{
	pin_to(WRITER_CPU);
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

const struct way preempt_ways[] = {
	{
		.name = "preempt-sleep",
		.about = "the writer sleeps, and preempts the fault as it wakes",
		.writer_first = true,
		.before_load = wait_for_nothing,
		.before_write = sleep_first,
	},
	{
		.name = "preempt-timer",
		.about = "the reader sets the timer that wakes the writer",
		.writer_first = true,
		.prepare = make_timer,
		.before_load = set_timer,
		.await = wait_for_timer,
		.before_write = wait_for_nothing,
	},
	{
		.name = "preempt-wake",
		.about = "a third thread on the other cpu wakes the writer",
		.writer_first = true,
		.await = wait_for_wake,
		.before_write = wait_for_nothing,
		.third = wake_writer,
	},
	{
		.name = "preempt-move",
		.about = "the writer comes over from the other cpu",
		.writer_cpu = WRITER_CPU,
		.writer_first = true,
		.before_write = move_to_reader,
		.after_write = move_away,
		.writer_spins = true,
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
