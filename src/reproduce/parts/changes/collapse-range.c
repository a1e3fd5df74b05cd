		/* Takes the page out of the file. */
		need(!fallocate(file, FALLOC_FL_COLLAPSE_RANGE, at, PAGE),
		     "fallocate");
