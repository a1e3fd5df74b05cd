		/* Data that the change replaces. */
		memset(bytes, OLD_BYTE, FAULT_BYTES);
		for (int i = 0; i < PLACES; i++)
			need(pwrite(fd, bytes, FAULT_BYTES, WHOLE(i)) ==
			     FAULT_BYTES);
