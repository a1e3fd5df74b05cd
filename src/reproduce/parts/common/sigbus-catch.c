	need(!sigaction(SIGBUS, &to, NULL));
