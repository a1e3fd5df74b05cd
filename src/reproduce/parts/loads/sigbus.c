#include <setjmp.h>
#include <signal.h>

static _Thread_local sigjmp_buf on_sigbus;

static void sigbus(int signal)
{
	(void)signal;
	siglongjmp(on_sigbus, 1);
}

static int catch_sigbus(void)
{
	const struct sigaction action = { .sa_handler = sigbus,
					  .sa_flags = SA_NODEFER };

	return !sigaction(SIGBUS, &action, NULL);
}

/* The byte of the mapping, or SIGBUS where the load gets that. */
static int load(const volatile unsigned char *byte)
{
	return sigsetjmp(on_sigbus, 0) ? GOT_SIGBUS : *byte;
}
