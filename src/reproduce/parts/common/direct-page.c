		/* A page with O_DIRECT. */
		need(!fcntl(file, F_SETFL, O_DIRECT), "O_DIRECT");
		need(pwrite(file, bytes, PAGE, at) == PAGE, "pwrite");
		need(!fcntl(file, F_SETFL, 0), "no O_DIRECT");
