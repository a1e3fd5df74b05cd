static atomic_int go;

static void spin(int spins)
{
	for (volatile int i = 0; i < spins; i++)
		;
}

static void await_go(void)
{
	wait_for(&go, returned + 1);
	spin(-stagger);
}
