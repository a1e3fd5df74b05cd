		/* Takes the page out of the file. */
		need(!fallocate(fd, FALLOC_FL_COLLAPSE_RANGE, at, PAGE));
