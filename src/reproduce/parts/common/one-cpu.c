#include <sched.h>
#include <semaphore.h>

static sem_t wake;

/* Both on one cpu, where SCHED_FIFO goes first. */
static int sit(int policy)
{
	const struct sched_param low = { 0 }, high = { .sched_priority = 1 };
	const cpu_set_t first_cpu = { { 1 } };

	return !sched_setaffinity(0, sizeof(first_cpu), &first_cpu) &&
	       !sched_setscheduler(0, policy,
				   policy == SCHED_FIFO ? &high : &low);
}
