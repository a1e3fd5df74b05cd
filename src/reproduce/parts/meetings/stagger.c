/* Both are let go together; one of them spins first. */

#define seat(is_writer) 1
#define await_go(attempt) wait_for(&go, attempt)
#define delay_change() spin(-atomic_load(&stagger))
#define relax() ((void)0)

static void spin(int spins)
{
	for (volatile int i = 0; i < spins; i++)
		;
}

static int let_go(int attempt, const unsigned char *byte)
{
	int spins = atomic_load(&stagger);

	atomic_store(&go, attempt);
	spin(spins);
	return load(byte);
}
