#include "../common/lay-out.c"

/* Data. */
static void make_places(void)
{
	for (int i = 0; i < PLACES; i++)
		lay_out(place_of(i), new_byte);
}
