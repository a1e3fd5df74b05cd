		for (int i = 0; i < PLACES; i++) { /* by pread(2) too */
			byte = map + PLACE(i) - ARENA + ARENA_BYTES;
			need(pread(fd, bytes, 1, PLACE(i) + ARENA_BYTES) == 1);
			then = load(byte);
			bus += then == GOT_SIGBUS;
			lost += bytes[0] != OLD_BYTE ||
				(then != OLD_BYTE && then != GOT_SIGBUS);
		}
