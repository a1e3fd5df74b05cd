			/* A probe wakes the writer inside the fault. */
			sem_post(&wake);
			first = load(byte);
