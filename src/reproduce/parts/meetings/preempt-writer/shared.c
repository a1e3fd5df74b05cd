static atomic_int returned; /* attempts */
static sem_t wake;
