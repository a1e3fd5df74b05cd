		/* The write(2) goes to blocks of its own. */
		need(!fallocate(file, FALLOC_FL_UNSHARE_RANGE, at, PAGE),
		     "fallocate");
		need(pwrite(file, bytes, PAGE, at) == PAGE, "pwrite");
