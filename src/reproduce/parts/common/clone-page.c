		/* The place gets the blocks of another page of the file. */
		off_t from = (at - ARENA) / STRIDE_BYTES * PAGE;
		struct file_clone_range range = { file, from, PAGE, at };

		need(pwrite(file, bytes, PAGE, from) == PAGE, "pwrite");
		need(!ioctl(file, FICLONERANGE, &range), "FICLONERANGE");
