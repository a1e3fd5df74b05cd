/*
 * Prototypes of strategies, by which a read fault and a write(2) meet, to be measured against each other.
 *
 * prototypes                          names them, one a line
 * prototypes DIRECTORY SECONDS NAME   races by one of them
 * Prints one line: its name, attempts, stale, racing seconds, cpu seconds, seconds to the first stale read
 * or -1, early, overlapped.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "prototypes.h"

static const struct prototype *const families[] = { plain_prototypes, reader_prototypes,
						    preempt_prototypes, epoll_prototypes };

#define FAMILIES (sizeof(families) / sizeof(families[0]))

int main(int argc, char **argv)
{
	for (unsigned family = 0; family < FAMILIES; family++) {
		for (const struct prototype *one = families[family]; one->name; one++) {
			if (argc == 1) {
				printf("%s %s\n", one->name, one->about);
			} else if (argc == 4 && !strcmp(argv[3], one->name)) {
				run_prototype(one, argv[1], atof(argv[2]));
				return 0;
			}
		}
	}
	return argc == 1 ? 0 : 255;
}
