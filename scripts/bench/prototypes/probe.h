/* A kernel probe on the calling thread, set through perf_event_open(2); as src/native/probe.ts. */
#ifndef PROTOTYPES_PROBE_H
#define PROTOTYPES_PROBE_H

/* Sets it at the return from the function by which the filesystem under a file looks up an extent to read. */
void probe_open(int fd);
/* Waits until the thread has got there since it was last waited for, or forgotten, but not for long. */
void probe_wait(void);
/* Forgets that the thread has been there. */
void probe_forget(void);

#endif
