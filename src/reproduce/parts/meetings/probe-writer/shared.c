static atomic_int returned = -1; /* attempts; 0 once the probe is set */
static struct pollfd probe = { .events = POLLIN };
static sem_t wake;
