#include "../common/put.c"

/* Data. */
static void make_places(void)
{
	for (int i = 0; i < PLACES; i++)
		put(place_of(i), new_byte);
}
