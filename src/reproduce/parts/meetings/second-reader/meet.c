			/* All are let go together; one of them spins first. */
#include "../../common/stagger-draw.c"
			while (looked < attempts - 1)
				sched_yield();
#include "../../common/stagger-load.c"
