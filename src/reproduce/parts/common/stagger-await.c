		for (volatile int spins = stagger; spins < 0; spins++)
			;
