			/* A timer has the writer preempt it (preempt=full). */
			late = mid - STAGGER_WIDTH +
			       rand() % (2 * STAGGER_WIDTH);
			timer.tv_nsec = late > 0 ? late * 100L : 1;
			sem_post(&wake);
			first = load(byte);
			/* Half of the loads are to be early. */
			mid -= (first != after ? 1 : -1) * STAGGER_WIDTH / 64;
