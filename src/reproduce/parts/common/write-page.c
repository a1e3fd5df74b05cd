/* write(2) of a page. */
static void change(int i, off_t at)
{
	(void)i;
	need(pwrite(file, bytes, PAGE, at) == PAGE, "pwrite");
}
