/*
 * An interrupt that stretches the reader's window: a timer of its own, whose file so many epoll instances
 * wait for that to wake them all takes long (Horn, 2022, "Racing against the clock").
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "fail.h"
#include "stagger.h"
#include "prototypes.h"

/* In the queue of a timer: an epoll instance takes a file once for each of its descriptors. */
#define EPOLLS 8
#define DESCRIPTORS 250
#define TIMER_NANOSECONDS 64L

static int timer_fd;
static struct stagger timer_stagger;

static void make_queue(void)
{
	const struct rlimit files = { 4096, 4096 };
	struct epoll_event event = { .events = EPOLLIN };
	int epolls[EPOLLS];

	setrlimit(RLIMIT_NOFILE, &files);
	stagger_init(&timer_stagger, 11);
	timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
	if (timer_fd < 0)
		fail("timerfd_create");
	for (int at = 0; at < EPOLLS; at++) {
		epolls[at] = epoll_create1(0);
		if (epolls[at] < 0)
			fail("epoll_create1");
	}
	for (int made = 0; made < DESCRIPTORS; made++) {
		const int copy = dup(timer_fd);

		if (copy < 0)
			fail("dup");
		for (int at = 0; at < EPOLLS; at++) {
			if (epoll_ctl(epolls[at], EPOLL_CTL_ADD, copy, &event))
				fail("epoll_ctl");
		}
	}
}

/* Steered by whether it has gone off when the fault is over: half of the time, so at the fault's end. */
static void set_timer(int stagger)
{
	const long spins = STAGGER_LIMIT_SPINS + stagger_next(&timer_stagger) + 1;
	const struct itimerspec once = { .it_value.tv_nsec = spins * TIMER_NANOSECONDS };

	timerfd_settime(timer_fd, 0, &once, NULL);
	spin(stagger);
}

static void note_timer(void)
{
	const struct itimerspec never = { 0 };
	uint64_t expirations;
	const bool over = read(timer_fd, &expirations, sizeof(expirations)) > 0;

	/* A timer that goes off early is to go off later. */
	stagger_note(&timer_stagger, !over);
	timerfd_settime(timer_fd, 0, &never, NULL);
}

const struct prototype epoll_prototypes[] = {
	{
		.name = "epoll-2000",
		.about = "a timer in the fault that has 2,000 epoll entries to wake",
		.reader_cpu = READER_CPU,
		.writer_cpu = WRITER_CPU,
		.prepare = make_queue,
		.before_load = set_timer,
		.after_load = note_timer,
	},
	{ 0 },
};
