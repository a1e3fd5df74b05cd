/* All ways, in families; each list ends with one that has no name. */
#ifndef WAYS_WAYS_H
#define WAYS_WAYS_H

#include "race.h"

extern const struct way plain_ways[], reader_ways[], preempt_ways[], epoll_ways[], interrupt_ways[],
	kernel_loop_ways[];

#endif
