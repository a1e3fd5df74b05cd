#include "../common/lay-out.c"

/* Data, and its equal behind the arena, in blocks of its own. */
static void make_places(void)
{
	for (int i = 0; i < PLACES; i++) {
		lay_out(place_of(i), old_byte);
		lay_out(place_of(i) + ARENA_BYTES, old_byte);
	}
}
