/* The stagger, steered by outcomes as src/race/strategies/stagger-search.ts does: half early, half late. */
#ifndef PROTOTYPES_STAGGER_H
#define PROTOTYPES_STAGGER_H

#include <stdbool.h>
#include <stdint.h>

#define STAGGER_LIMIT_SPINS (1 << 14)

struct stagger {
	int centre, step, run, at_limit;
	bool last_late;
	uint32_t random;
};

void stagger_init(struct stagger *stagger, uint32_t seed);
/* The next one in spins: positive, the reader waits; negative, the writer. */
int stagger_next(struct stagger *stagger);
/* Late means that the reader has waited too long. */
void stagger_note(struct stagger *stagger, bool late);

#endif
