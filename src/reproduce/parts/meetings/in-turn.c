/* In turn: the load is over before the change begins. */
static atomic_int go;

#define seat(is_writer) 1
#define relax() ((void)0)
#include "../common/wait.c"
#define await_go() wait_for(&go, returned + 1)

static int meet(const unsigned char *byte)
{
	int seen = load(byte);

	go = attempts;
	return seen;
}
