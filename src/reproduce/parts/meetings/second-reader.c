#include <sched.h>

/* As a stagger, and another thread loads through a mapping of its own. */
static void wait_for(atomic_int *slot, int attempt);
static atomic_int looked;

#define await_go(attempt) wait_for(&go, attempt)
#define delay_change() spin(-atomic_load(&stagger))
#define relax() sched_yield()	/* three threads may share two cpus */

static void *second_reader(void *unused)
{
	unsigned char *map = NULL;

	for (int attempt = 1; !atomic_load(&stopping); attempt++) {
		wait_for(&go, attempt);
		map = map ? map : map_arena();
		madvise(map, ARENA_BYTES, MADV_NOHUGEPAGE);
		load(map + place_of((attempt - 1) % PLACES) - ARENA + LOAD_AT);
		atomic_store(&looked, attempt);
	}
	return unused;
}

static int seat(int is_writer)
{
	pthread_t thread;

	return is_writer ||
	       !pthread_create(&thread, NULL, second_reader, NULL);
}

static void spin(int spins)
{
	for (volatile int i = 0; i < spins; i++)
		;
}

static int let_go(int attempt, const unsigned char *byte)
{
	int spins = atomic_load(&stagger);

	wait_for(&looked, attempt - 1);
	atomic_store(&go, attempt);
	spin(spins);
	return load(byte);
}
