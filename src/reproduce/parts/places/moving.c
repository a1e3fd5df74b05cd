#include "../common/put.c"

/* Data: each attempt moves what follows it up by a page. */
static void make_places(void)
{
	for (int i = 0; i < PLACES; i++)
		put(ARENA + (off_t)i * (STRIDE_BYTES - PAGE), new_byte);
}
