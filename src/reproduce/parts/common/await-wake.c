		sem_wait(&wake);
