		while (go <= i)
			sched_yield(); /* three threads may share two cpus */
#include "../../common/stagger-await.c"
