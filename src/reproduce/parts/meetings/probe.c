/* A probe wakes the writer in the middle of the fault. */
#include "../common/one-cpu.c"
#include "../common/probe.c"

#define seat(is_writer) \
	((is_writer) ? sit(SCHED_FIFO) : sit(SCHED_OTHER) && open_probe())
#define relax() sched_yield()
#include "../common/wait.c"

static void await_go(void)
{
	sem_wait(&wake);
	poll(&probe, 1, 0);	/* forgets the loads before */
	poll(&probe, 1, 2);
}

static int meet(const unsigned char *byte)
{
	sem_post(&wake);
	return load(byte);
}
