		need(pwritev(fd, asked, 2, at) == PAGE / 2);
