/* write(2) over a page of data. */
static void change(int i, off_t at)
{
	(void)i;
	need(pwrite(file, bytes, PAGE, at) == PAGE, "pwrite");
}
