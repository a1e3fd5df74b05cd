#define _GNU_SOURCE
#include "place.h"

#include <sched.h>

#include "fail.h"

void pin_to(int cpu)
{
	cpu_set_t set;

	if (cpu == ANYWHERE)
		return;
	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	if (sched_setaffinity(0, sizeof(set), &set))
		fail("sched_setaffinity");
}

void go_first(void)
{
	const struct sched_param lowest = { .sched_priority = 1 };

	if (sched_setscheduler(0, SCHED_FIFO, &lowest))
		fail("sched_setscheduler");
}
