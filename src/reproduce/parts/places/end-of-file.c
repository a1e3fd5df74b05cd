/* The file ends where the arena begins. */
static void make_places(void)
{
	need(!ftruncate(file, ARENA), "ftruncate");
}
