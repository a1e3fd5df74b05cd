/* fallocate(2) punches a hole. */
static void change(int i, off_t at)
{
	(void)i;
	need(!fallocate(file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, at,
			PAGE), "fallocate");
}
