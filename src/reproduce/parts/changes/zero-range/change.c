		/* Makes the page zeros. */
		need(!fallocate(fd, FALLOC_FL_ZERO_RANGE, at, PAGE));
