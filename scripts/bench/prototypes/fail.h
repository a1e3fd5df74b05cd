/* What cannot go on says why, and ends the process. */
#ifndef PROTOTYPES_FAIL_H
#define PROTOTYPES_FAIL_H

void fail(const char *what) __attribute__((noreturn));

#endif
