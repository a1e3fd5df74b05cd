		/* A block behind it first: it may take others with it. */
		need(pwrite(fd, bytes, PAGE, at + 3 * PAGE) == PAGE);
		need(pwrite(fd, bytes, PAGE, at) == PAGE);
