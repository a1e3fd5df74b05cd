		/* The file ends where the arena begins. */
		need(!ftruncate(fd, ARENA));
