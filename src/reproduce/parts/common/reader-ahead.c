#include "../common/one-cpu.c"

#define await_go() sem_wait(&wake)
#define relax() usleep(100)	/* only in its sleep others go */
#include "../common/wait.c"
