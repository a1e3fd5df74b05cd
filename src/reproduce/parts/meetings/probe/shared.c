static atomic_int returned; /* attempts */
static struct pollfd probe = { .events = POLLIN };
static sem_t wake;
