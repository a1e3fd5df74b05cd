	printf("%d attempts, %d early, %d stale, 0 SIGBUS, %d lasting\n",
	       attempts, early, stale, lasting);
	return stale ? 1 : attempts < ATTEMPTS ? 125 : 0;
