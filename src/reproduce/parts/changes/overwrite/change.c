		need(pwrite(fd, bytes, PAGE, at) == PAGE);
