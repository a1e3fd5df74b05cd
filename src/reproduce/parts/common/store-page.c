		/* A store through a mapping of its own. */
		memcpy(own + at - ARENA, bytes, PAGE);
