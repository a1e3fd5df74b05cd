#define MAPPED_BYTES (2 * ARENA_BYTES)	/* the arena, and owners */
static int lost;
