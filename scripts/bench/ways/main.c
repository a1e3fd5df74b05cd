/*
 * Ways to have a read fault and a write(2) meet, to be measured against each other.
 *
 * ways                         names them, one a line
 * ways DIRECTORY SECONDS WAY   races in one of them
 * Prints one line: the way, attempts, stale, racing seconds, cpu seconds, seconds to the first stale read
 * or -1, early, overlapped.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ways.h"

static const struct way *const families[] = { plain_ways, reader_ways, preempt_ways, epoll_ways,
					      interrupt_ways, kernel_loop_ways };

#define FAMILIES (sizeof(families) / sizeof(families[0]))

int main(int argc, char **argv)
{
	for (unsigned family = 0; family < FAMILIES; family++) {
		for (const struct way *way = families[family]; way->name; way++) {
			if (argc == 1) {
				printf("%s %s\n", way->name, way->about);
			} else if (argc == 4 && !strcmp(argv[3], way->name)) {
				run_way(way, argv[1], atof(argv[2]));
				return 0;
			}
		}
	}
	return argc == 1 ? 0 : 255;
}
