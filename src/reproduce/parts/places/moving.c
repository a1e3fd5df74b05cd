		/* Data: each attempt moves what follows it up by a page. */
		memset(bytes, new_byte, PAGE);
		for (int i = 0; i < PLACES; i++)
			need(pwrite(fd, bytes, PAGE, PLACE(i) - i * PAGE) ==
			     PAGE);
