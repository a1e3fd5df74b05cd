#include "../common/lay-out.c"

/* Data that the change replaces. */
static void make_places(void)
{
	for (int i = 0; i < PLACES; i++)
		lay_out(place_of(i), old_byte);
}
