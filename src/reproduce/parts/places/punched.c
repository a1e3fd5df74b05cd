#include "../common/put.c"

/* No blocks any more: there was data, and a hole was punched. */
static void make_places(void)
{
	for (off_t at = 0; at < ARENA_BYTES; at += PAGE)
		put(ARENA + at, old_byte);
	need(!fallocate(file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, ARENA,
			ARENA_BYTES), "punching holes");
}
