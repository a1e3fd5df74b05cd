		for (int i = 0; i < PLACES; i++) {	/* by pread(2) too */
			byte = map + PLACE(i) - ARENA + ARENA_BYTES;
			need(pread(file, bytes, 1, PLACE(i) + ARENA_BYTES) == 1,
			     "pread");
			then = load(byte);
			bus += then == GOT_SIGBUS;
			lost += bytes[0] != old_byte ||
				(then != old_byte && then != GOT_SIGBUS);
		}
