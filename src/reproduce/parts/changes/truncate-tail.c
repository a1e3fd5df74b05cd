		/* To the middle of the page, and up again. */
		need(!ftruncate(file, at + PAGE / 2) &&
		     !ftruncate(file, ARENA + ARENA_BYTES), "ftruncate");
