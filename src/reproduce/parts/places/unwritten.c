		/* Blocks without data. */
		need(!fallocate(fd, 0, ARENA, ARENA_BYTES));
