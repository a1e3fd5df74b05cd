/* All prototypes, in families; each list ends with one that has no name. */
#ifndef PROTOTYPES_PROTOTYPES_H
#define PROTOTYPES_PROTOTYPES_H

#include "race.h"

extern const struct prototype plain_prototypes[], reader_prototypes[], preempt_prototypes[],
	epoll_prototypes[];

#endif
