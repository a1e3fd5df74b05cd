		/* In turn a page of hole and a page of data. */
		memset(bytes, old_byte, PAGE);
		for (int at = PAGE; at < ARENA_BYTES; at += 2 * PAGE)
			need(pwrite(file, bytes, PAGE, ARENA + at) == PAGE,
			     "pwrite");
