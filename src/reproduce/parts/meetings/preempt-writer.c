/* A timer has the load preempt the change (preempt=full). */
#include "../common/reader-ahead.c"
#include "../common/stagger.c"

#define seat(is_writer) sit((is_writer) ? SCHED_OTHER : SCHED_FIFO)

static int meet(const unsigned char *byte)
{
	/* In steps of 64 ns: the later the load is to be, the later. */
	int late = 16384 + draw_stagger();

	sem_post(&wake);
	nanosleep(&(struct timespec){ 0, late > 0 ? late * 64L : 1 }, NULL);
	return load(byte);
}
