		/* A page of the same file. */
		off_t from = (at - ARENA) / STRIDE_BYTES * PAGE;

		need(pwrite(file, bytes, PAGE, from) == PAGE, "pwrite");
		need(copy_file_range(file, &from, file, &at, PAGE, 0) == PAGE,
		     "copy_file_range");
