		/* Blocks without data. */
		need(!fallocate(file, 0, ARENA, ARENA_BYTES), "fallocate");
