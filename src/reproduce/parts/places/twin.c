		/* Data, and its equal behind the arena, in other blocks. */
		memset(bytes, OLD_BYTE, FAULT_BYTES);
		for (int i = 0; i < 2 * PLACES; i++)
			need(pwrite(fd, bytes, FAULT_BYTES, WHOLE(i)) ==
			     FAULT_BYTES);
