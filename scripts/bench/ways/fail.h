/* What cannot go on says why, and ends the process. */
#ifndef WAYS_FAIL_H
#define WAYS_FAIL_H

void fail(const char *what) __attribute__((noreturn));

#endif
