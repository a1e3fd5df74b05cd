static atomic_int go, returned; /* attempts */
