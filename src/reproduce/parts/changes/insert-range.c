/* fallocate(2) puts a page of hole there. */
static void change(int i, off_t at)
{
	(void)i;
	need(!fallocate(file, FALLOC_FL_INSERT_RANGE, at,
			PAGE), "fallocate");
}
