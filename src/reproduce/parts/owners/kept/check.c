		for (int i = 0; i < PLACES; i++) {	/* by pread(2) too */
			byte = map + PLACE(i) - ARENA + ARENA_BYTES;
			need(pread(file, bytes, 1, PLACE(i) + ARENA_BYTES) == 1,
			     "pread");
			lost += bytes[0] != old_byte || load(byte) != old_byte;
		}
