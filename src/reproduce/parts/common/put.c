static void put(off_t at, unsigned char byte)
{
	unsigned char page[PAGE];

	memset(page, byte, PAGE);
	need(pwrite(file, page, PAGE, at) == PAGE, "pwrite");
}
