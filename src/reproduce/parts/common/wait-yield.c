			while (returned < attempts)
				sched_yield();
