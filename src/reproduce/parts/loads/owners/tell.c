	printf("%d attempts, %d early, %d stale, %d SIGBUS, %d lasting, "
	       "%d lost by owners\n",
	       attempts, early, stale, bus, lasting, lost);
	return stale || bus || lost ? 1 : attempts < ATTEMPTS ? 125 : 0;
