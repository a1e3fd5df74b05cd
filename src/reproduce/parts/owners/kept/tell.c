	printf("%d attempts, %d early, %d stale, %d SIGBUS, %d lasting",
	       attempts, early, stale, bus, lasting);
	printf(", %d lost by owners\n", lost);
	return stale || bus || lost ? 1 : attempts < ATTEMPTS ? UNTESTED : 0;
