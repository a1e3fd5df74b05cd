#include <sched.h>
static atomic_int go, looked, returned; /* attempts */
static atomic_int stagger;
