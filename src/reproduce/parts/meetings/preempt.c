/* A timer has the writer preempt the fault (preempt=full). */
#include "../common/one-cpu.c"
#include "../common/stagger.c"

#define seat(is_writer) sit((is_writer) ? SCHED_FIFO : SCHED_OTHER)
#define relax() sched_yield()
#include "../common/wait.c"

static void await_go(void)
{
	int late;

	sem_wait(&wake);
	/* The later the load is to be, the earlier the timer goes off. */
	late = STAGGER + STAGGER_WIDTH - stagger;
	nanosleep(&(struct timespec){ 0, late > 0 ? late * 100L : 1 }, NULL);
}

static int meet(const unsigned char *byte)
{
	draw_stagger();
	sem_post(&wake);
	return load(byte);
}
