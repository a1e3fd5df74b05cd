	unsigned char *own = mmap(NULL, MMAP_BYTES, PROT_READ | PROT_WRITE,
				  MAP_SHARED, fd, ARENA);

	need(own != MAP_FAILED);
	madvise(own, MMAP_BYTES, FAULT_ADVICE);
	madvise(own, MMAP_BYTES, MADV_RANDOM);
