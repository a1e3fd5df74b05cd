	struct sigaction to = { .sa_handler = sigbus, .sa_flags = SA_NODEFER };
