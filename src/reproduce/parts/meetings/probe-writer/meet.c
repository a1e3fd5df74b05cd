			/* A probe wakes the reader inside the change. */
			poll(&probe, 1, 0); /* forgets what came before */
			sem_post(&wake);
			poll(&probe, 1, 2);
			first = load(byte);
