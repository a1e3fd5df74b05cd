		/* Data, and what comes there: each takes a page away below. */
		memset(bytes, OLD_BYTE, PAGE);
		memset(bytes + PAGE, new_byte, PAGE);
		for (int i = 0; i < PLACES; i++)
			need(pwrite(fd, bytes, 2 * PAGE, PLACE(i) + i * PAGE) ==
			     2 * PAGE);
