/* Blocks without data. */
static void make_places(void)
{
	need(!fallocate(file, 0, ARENA, ARENA_BYTES), "fallocate");
}
