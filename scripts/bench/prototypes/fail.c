#include "fail.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void fail(const char *what)
{
	fprintf(stderr, "prototypes: %s: %s\n", what, strerror(errno));
	exit(255);
}
