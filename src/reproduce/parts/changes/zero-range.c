/* fallocate(2) makes the range zeros. */
static void change(int i, off_t at)
{
	(void)i;
	need(!fallocate(file, FALLOC_FL_ZERO_RANGE, at,
			PAGE), "fallocate");
}
