static atomic_int go, returned; /* attempts */
static atomic_int stagger;
