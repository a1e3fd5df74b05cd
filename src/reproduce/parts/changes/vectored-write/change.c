		/* Over four pages, cut beside their bounds. */
		need(pwritev(fd, cuts, 3, at) == 4 * PAGE);
