		/* At the end of the file, which is a page longer then. */
		need(pwrite(fd, bytes, PAGE, at) == PAGE);
