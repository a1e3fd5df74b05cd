		/* To the middle of the page, and up again. */
		need(!ftruncate(fd, at + PAGE / 2) &&
		     !ftruncate(fd, ARENA + ARENA_BYTES));
