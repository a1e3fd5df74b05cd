#include "../common/put.c"

/* In turn a page of hole and a page of data. */
static void make_places(void)
{
	for (off_t at = PAGE; at < ARENA_BYTES; at += 2 * PAGE)
		put(ARENA + at, old_byte);
}
