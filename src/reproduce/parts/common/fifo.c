	need(!sched_setscheduler(0, SCHED_FIFO, &(struct sched_param){ 1 }));
