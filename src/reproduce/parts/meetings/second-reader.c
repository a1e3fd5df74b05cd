/* As a stagger, and another thread loads through a mapping of its own. */
#include <sched.h>

#define seat(is_writer) ((is_writer) || \
	!pthread_create(&(pthread_t){ 0 }, NULL, second_reader, NULL))
#define relax() sched_yield()	/* three threads may share two cpus */
#include "../common/wait.c"
#include "../common/stagger.c"
#include "../common/spin.c"

static atomic_int looked;

static void *second_reader(void *unused)
{
	unsigned char *map = map_arena(PROT_READ);

	madvise(map, ARENA_BYTES, MADV_NOHUGEPAGE);
	for (int attempt = 1;; attempt++) {
		wait_for(&go, attempt);
		load(map + PLACE((attempt - 1) % PLACES) - ARENA + LOAD_AT);
		looked = attempt;
	}
	return unused;
}

static int meet(const unsigned char *byte)
{
	int spins = draw_stagger();

	wait_for(&looked, attempts - 1);
	go = attempts;
	spin(spins);
	return load(byte);
}
