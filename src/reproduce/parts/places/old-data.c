		/* Data that the change replaces. */
		memset(bytes, old_byte, FAULT_BYTES);
		for (int i = 0; i < PLACES; i++)
			need(pwrite(file, bytes, FAULT_BYTES, WHOLE(i)) ==
			     FAULT_BYTES, "pwrite");
