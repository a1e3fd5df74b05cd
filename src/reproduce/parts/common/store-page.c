/* A store through a mapping of its own. */
static void change(int i, off_t at)
{
	static unsigned char *own;

	(void)i;
	if (!own) {
		own = mmap(NULL, ARENA_BYTES, PROT_READ | PROT_WRITE,
			   MAP_SHARED, file, ARENA);
		need(own != MAP_FAILED, "mmap");
		madvise(own, ARENA_BYTES, MADV_RANDOM);
		if (FAULT_BYTES == PAGE)
			madvise(own, ARENA_BYTES, MADV_NOHUGEPAGE);
	}
	memcpy(own + at - ARENA, bytes, PAGE);
}
