		/* Shares the block of the equal, and write(2) into the page. */
		order.range.src_offset = at + ARENA_BYTES;
		order.range.info[0].dest_fd = fd;
		order.range.info[0].dest_offset = at;
		need(!ioctl(fd, FIDEDUPERANGE, &order));
		need(pwrite(fd, bytes, PAGE, at) == PAGE);
