#include "../common/put.c"

/* Data, and behind it the page that comes into its place. */
static void make_places(void)
{
	/* Each attempt takes away a page below those that follow. */
	for (int i = 0; i < PLACES; i++) {
		off_t at = ARENA + (off_t)i * (STRIDE_BYTES + PAGE);

		put(at, old_byte);
		put(at + PAGE, new_byte);
	}
}
