#define STAGGER 0		/* spins by which the load begins later */
#define STAGGER_WIDTH 2000	/* the same, how much more or less */

static atomic_int stagger;

/* Half of the loads are to be early. */
static int draw_stagger(void)
{
	static int centre = STAGGER;
	int drawn = rand() % (2 * STAGGER_WIDTH) - STAGGER_WIDTH;

	centre += (was_early ? 1 : -1) * STAGGER_WIDTH / 64;
	stagger = centre + drawn;
	return centre + drawn;
}
