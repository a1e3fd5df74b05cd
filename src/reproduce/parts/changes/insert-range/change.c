		/* Puts a page of hole there. */
		need(!fallocate(fd, FALLOC_FL_INSERT_RANGE, at, PAGE));
