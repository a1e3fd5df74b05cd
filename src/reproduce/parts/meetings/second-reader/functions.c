/* Loads as well, through a mapping of its own. */
static void *second_reader(void *unused)
{
	unsigned char *map =
		mmap(NULL, ARENA_BYTES, PROT_READ, MAP_SHARED, fd, ARENA);

	need(map != MAP_FAILED);
	madvise(map, ARENA_BYTES, MADV_NOHUGEPAGE);
	madvise(map, ARENA_BYTES, MADV_RANDOM);
	for (int i = 0;; i++) {
		while (go <= i)
			sched_yield();
		load(map + PLACE(i % PLACES) - ARENA + LOAD_AT);
		looked = i + 1;
	}
	return unused;
}
