/* Where the calling thread runs, and whether it goes before every ordinary thread there. */
#ifndef PROTOTYPES_PLACE_H
#define PROTOTYPES_PLACE_H

#define ANYWHERE (-1)

void pin_to(int cpu);
/* SCHED_FIFO, sched(7). */
void go_first(void);

#endif
