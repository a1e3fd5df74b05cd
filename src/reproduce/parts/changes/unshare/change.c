		/* The write(2) goes to blocks of its own. */
		need(!fallocate(fd, FALLOC_FL_UNSHARE_RANGE, at, PAGE));
		need(pwrite(fd, bytes, PAGE, at) == PAGE);
