/* In turn: the load is over before the change begins. */

#define seat(is_writer) 1
#define await_go(attempt) wait_for(&go, attempt)
#define delay_change() ((void)0)
#define relax() ((void)0)

static int let_go(int attempt, const unsigned char *byte)
{
	int first = load(byte);

	atomic_store(&go, attempt);
	return first;
}
