#include <sched.h>
#include <semaphore.h>
	/* Both threads on one cpu, where SCHED_FIFO goes first. */
	need(!sched_setaffinity(0, sizeof(cpu_set_t), &(cpu_set_t){ { 1 } }));
