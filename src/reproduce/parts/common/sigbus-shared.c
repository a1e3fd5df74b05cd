#include <setjmp.h>
#include <signal.h>
static _Thread_local sigjmp_buf on_sigbus;
