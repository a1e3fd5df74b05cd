#include "../common/put.c"

/* Data that the change replaces. */
static void make_places(void)
{
	for (int i = 0; i < PLACES; i++)
		put(place_of(i), old_byte);
}
