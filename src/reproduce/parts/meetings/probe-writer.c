/* A probe wakes the reader in the middle of the change. */
#include "../common/reader-ahead.c"
#include "../common/probe.c"

#define seat(is_writer) \
	((is_writer) ? sit(SCHED_OTHER) && open_probe() : sit(SCHED_FIFO))

static int meet(const unsigned char *byte)
{
	poll(&probe, 1, 0);	/* forgets what came between two attempts */
	sem_post(&wake);
	poll(&probe, 1, 2);
	return load(byte);
}
