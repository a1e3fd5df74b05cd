/* In turn: the load is over before the change begins. */
static int load(const volatile unsigned char *byte);

#define seat() 1
#define delay_change() ((void)0)
#define relax() ((void)0)

static int let_go(int attempt, const unsigned char *byte)
{
	int first = load(byte);

	atomic_store(&go, attempt);
	return first;
}
