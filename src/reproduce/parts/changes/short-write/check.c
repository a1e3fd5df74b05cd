		for (int i = 0; i < PLACES; i++) { /* what it left alone */
			then = load(map + PLACE(i) - ARENA + PAGE / 2);
			stale += then >= 0 && then != OLD_BYTE;
			lasting += then >= 0 && then != OLD_BYTE;
		}
