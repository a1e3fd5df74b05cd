/* fallocate(2) unshares the page, and write(2) goes to its own blocks. */
static void change(int i, off_t at)
{
	(void)i;
	need(!fallocate(file, FALLOC_FL_UNSHARE_RANGE, at,
			PAGE), "fallocate");
	need(pwrite(file, bytes, PAGE, at) == PAGE, "pwrite");
}
