/* ftruncate(2) to the middle of the page, and up again. */
static void change(int i, off_t at)
{
	(void)i;
	need(!ftruncate(file, at + PAGE / 2) &&
	     !ftruncate(file, ARENA + ARENA_BYTES), "ftruncate");
}
