		/* With another page of the same file (xfs_exchange_range). */
		need(pwrite(fd, bytes, PAGE, from) == PAGE);
		need(!ioctl(fd, _IOW('X', 129, order), &order));
