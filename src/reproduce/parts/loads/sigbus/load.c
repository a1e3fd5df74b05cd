#include <setjmp.h>
#include <signal.h>

static _Thread_local sigjmp_buf on_sigbus;

static void sigbus(int signal)
{
	siglongjmp(on_sigbus, signal);
}

/* The byte of the mapping, or SIGBUS where the load gets that. */
#define load(byte) (sigsetjmp(on_sigbus, 0) ? GOT_SIGBUS : \
		    *(const volatile unsigned char *)(byte))
