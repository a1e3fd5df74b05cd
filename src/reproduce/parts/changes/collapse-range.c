/* fallocate(2) takes the page out of the file. */
static void change(int i, off_t at)
{
	(void)i;
	need(!fallocate(file, FALLOC_FL_COLLAPSE_RANGE, at,
			PAGE), "fallocate");
}
