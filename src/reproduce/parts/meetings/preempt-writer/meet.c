			/* A timer has it preempt the change (preempt=full). */
			late = mid - STAGGER_WIDTH +
			       rand() % (2 * STAGGER_WIDTH);
			timer.tv_nsec = late > 0 ? late * 64L : 1;
			sem_post(&wake);
			nanosleep(&timer, NULL);
			first = load(byte);
			/* Half of the loads are to be early. */
			mid += (first != after ? 1 : -1) * STAGGER_WIDTH / 64;
