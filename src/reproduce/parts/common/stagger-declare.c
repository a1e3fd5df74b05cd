	int mid = STAGGER;
