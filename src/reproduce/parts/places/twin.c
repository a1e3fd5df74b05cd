#include "../common/put.c"

/* Data, and its equal behind the arena, in blocks of its own. */
static void make_places(void)
{
	for (int i = 0; i < PLACES; i++) {
		put(place_of(i), old_byte);
		put(place_of(i) + ARENA_BYTES, old_byte);
	}
}
