#include <sched.h>
#include <semaphore.h>

/* Both on one cpu: a timer has the load preempt the change (preempt=full). */
#include "../common/reader-ahead.c"

/* A thread begins with the class of who made it. */
static int seat(int is_writer)
{
	const struct sched_param first = { .sched_priority = 1 }, last = { 0 };
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET(0, &one);
	return !sched_setaffinity(0, sizeof(one), &one) &&
	       !sched_setscheduler(0, is_writer ? SCHED_OTHER : SCHED_FIFO,
				   is_writer ? &last : &first);
}

static int let_go(int attempt, const unsigned char *byte)
{
	/* In steps of 64 ns: the later the load is to be, the later. */
	int late = 16384 + atomic_load(&stagger);
	struct timespec timer = { .tv_nsec = late > 0 ? late * 64L : 1 };

	atomic_store(&go, attempt);
	sem_post(&wake);
	nanosleep(&timer, NULL);
	return load(byte);
}
