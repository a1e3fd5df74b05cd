		/* At the end of the file, which is a page longer then. */
		need(pwrite(file, bytes, PAGE, at) == PAGE, "pwrite");
