#include <sched.h>
#include <semaphore.h>

/* Both on one cpu: a timer has the writer preempt the fault (preempt=full). */
static int load(const volatile unsigned char *byte);
static sem_t wake;

#define relax() sched_yield()

static int seat(void)
{
	cpu_set_t first;

	CPU_ZERO(&first);
	CPU_SET(0, &first);
	return !sched_setaffinity(0, sizeof(first), &first);
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

	sem_wait(&wake);
	nanosleep(&timer, NULL);
}
