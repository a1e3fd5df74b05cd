	int late, mid = STAGGER_WIDTH;
