/* Where the calling thread runs, and whether it goes before every ordinary thread there. */
#ifndef WAYS_PLACE_H
#define WAYS_PLACE_H

#define ANYWHERE (-1)

void pin_to(int cpu);
/* SCHED_FIFO, sched(7). */
void go_first(void);

#endif
