		while (looked < attempts)
			sched_yield(); /* or the file is cut off under it */
