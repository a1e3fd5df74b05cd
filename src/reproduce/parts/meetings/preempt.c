#include <sched.h>
#include <semaphore.h>

/* Both on one cpu: a timer has the writer preempt the fault (preempt=full). */
static sem_t wake;

#define relax() sched_yield()
#define await_go(attempt) sem_wait(&wake)

/* The writer goes before the reader: it must sleep where it waits. */
static int seat(int is_writer)
{
	const struct sched_param lowest = { .sched_priority = 1 };
	cpu_set_t first;

	CPU_ZERO(&first);
	CPU_SET(0, &first);
	return !sched_setaffinity(0, sizeof(first), &first) &&
	       (!is_writer || !sched_setscheduler(0, SCHED_FIFO, &lowest));
}

static int let_go(int attempt, const unsigned char *byte)
{
	atomic_store(&go, attempt);
	sem_post(&wake);
	return load(byte);
}

static void delay_change(void)
{
	/* The later the load is to be, the earlier the timer goes off. */
	int late = STAGGER + STAGGER_WIDTH - atomic_load(&stagger);
	struct timespec timer = { .tv_nsec = late > 0 ? late * 100L : 1 };

	nanosleep(&timer, NULL);
}
