	printf("%d attempts, %d early, %d stale, %d SIGBUS, %d lasting\n",
	       attempts, early, stale, bus, lasting);
	return stale || bus ? 1 : attempts < ATTEMPTS ? 125 : 0;
