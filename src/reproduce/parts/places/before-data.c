		/* Data, and what comes there: each takes a page away below. */
		memset(bytes, old_byte, PAGE);
		memset(bytes + PAGE, new_byte, PAGE);
		for (int i = 0; i < PLACES; i++)
			need(pwrite(file, bytes, 2 * PAGE,
				    PLACE(i) + i * PAGE) == 2 * PAGE, "pwrite");
