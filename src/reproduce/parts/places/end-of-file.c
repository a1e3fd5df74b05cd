		/* The file ends where the arena begins. */
		need(!ftruncate(file, ARENA), "ftruncate");
