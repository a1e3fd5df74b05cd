		/* In turn a page of hole and a page of data. */
		memset(bytes, OLD_BYTE, PAGE);
		for (int at = PAGE; at < ARENA_BYTES; at += 2 * PAGE)
			need(pwrite(fd, bytes, PAGE, ARENA + at) == PAGE);
