/* write(2) at the end of the file: it is a page longer. */
static void change(int i, off_t at)
{
	(void)i;
	need(pwrite(file, bytes, PAGE, at) == PAGE, "pwrite");
}
