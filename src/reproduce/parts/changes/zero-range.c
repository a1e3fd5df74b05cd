		/* Makes the page zeros. */
		need(!fallocate(file, FALLOC_FL_ZERO_RANGE, at, PAGE),
		     "fallocate");
