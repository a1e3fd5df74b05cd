		/* A page of the same file. */
		need(pwrite(fd, bytes, PAGE, from) == PAGE);
		need(copy_file_range(fd, &from, fd, &at, PAGE, 0) == PAGE);
