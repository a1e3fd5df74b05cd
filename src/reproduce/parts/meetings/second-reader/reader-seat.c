	need(!pthread_create(&thread, NULL, second_reader, NULL));
