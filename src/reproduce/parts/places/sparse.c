/* Holes: the file was only made long. */
static void make_places(void)
{
}
