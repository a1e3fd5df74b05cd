	int late, mid = 16384 + STAGGER;
	struct timespec timer = { 0 };
