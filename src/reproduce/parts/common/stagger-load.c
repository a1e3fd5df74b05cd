			go = attempts;
			for (volatile int spins = stagger; spins > 0; spins--)
				;
			first = load(byte);
			/* Half of the loads are to be early. */
			mid += (first != after ? 1 : -1) * STAGGER_WIDTH / 64;
