		sem_wait(&wake);
		poll(&probe, 1, 0); /* forgets the loads before */
		poll(&probe, 1, 2);
