static sem_t wake;

#define await_go(attempt) sem_wait(&wake)
#define delay_change() ((void)0)

/* The reader goes before the writer: it must sleep where it waits. */
static void relax(void)
{
	const struct timespec nap = { .tv_nsec = 100000 };

	nanosleep(&nap, NULL);
}
