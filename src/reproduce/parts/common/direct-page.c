/* write(2) of a page with O_DIRECT. */
static void change(int i, off_t at)
{
	static _Alignas(PAGE) unsigned char page[PAGE];
	static int direct;
	char name[32];

	(void)i;
	if (!direct) {
		snprintf(name, sizeof(name), "/proc/self/fd/%d", file);
		direct = open(name, O_RDWR | O_DIRECT);
	}
	memset(page, new_byte, PAGE);
	need(pwrite(direct, page, PAGE, at) == PAGE, "O_DIRECT");
}
