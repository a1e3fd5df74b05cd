		/* The place gets the blocks of another page of the file. */
		need(pwrite(fd, bytes, PAGE, from) == PAGE);
		need(!ioctl(fd, FICLONERANGE, &range));
