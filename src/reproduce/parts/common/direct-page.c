		/* A page with O_DIRECT. */
		need(!fcntl(fd, F_SETFL, O_DIRECT));
		need(pwrite(fd, bytes, PAGE, at) == PAGE);
		need(!fcntl(fd, F_SETFL, 0));
