		/* Puts a page of hole there. */
		need(!fallocate(file, FALLOC_FL_INSERT_RANGE, at, PAGE),
		     "fallocate");
