		/* Holes: the file was only made long. */
