		/* A store through a mapping of its own. */
		static unsigned char *own;

		own = own ? own : map_arena(PROT_READ | PROT_WRITE);
		memcpy(own + at - ARENA, bytes, PAGE);
