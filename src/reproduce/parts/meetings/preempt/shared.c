static atomic_int returned; /* attempts */
static struct timespec timer;
static sem_t wake;
