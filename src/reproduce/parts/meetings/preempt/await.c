		sem_wait(&wake);
		nanosleep(&timer, NULL);
