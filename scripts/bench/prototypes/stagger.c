#include "stagger.h"

#include <stdlib.h>

#define FIRST_STEP_SPINS 64
#define STEP_LIMIT_SPINS 1024
#define RUN_BEFORE_GROWTH 4
#define PATIENCE_AT_LIMIT 256
#define SPREAD_SPINS 24

static int clamp(int spins)
{
	if (spins > STAGGER_LIMIT_SPINS)
		return STAGGER_LIMIT_SPINS;
	return spins < -STAGGER_LIMIT_SPINS ? -STAGGER_LIMIT_SPINS : spins;
}

void stagger_init(struct stagger *stagger, uint32_t seed)
{
	*stagger = (struct stagger){ .step = FIRST_STEP_SPINS, .random = seed ? seed : 1 };
}

int stagger_next(struct stagger *stagger)
{
	int spread = SPREAD_SPINS + 2 * stagger->step;

	stagger->random ^= stagger->random << 13;
	stagger->random ^= stagger->random >> 17;
	stagger->random ^= stagger->random << 5;
	return clamp(stagger->centre + (int)((stagger->random >> 1) % (2 * spread + 1)) - spread);
}

void stagger_note(struct stagger *stagger, bool late)
{
	if (late != stagger->last_late) {
		stagger->run = 0;
		stagger->step = stagger->step > 1 ? stagger->step / 2 : 1;
	} else if (++stagger->run >= RUN_BEFORE_GROWTH) {
		stagger->run = 0;
		stagger->step = stagger->step * 2 > STEP_LIMIT_SPINS ? STEP_LIMIT_SPINS : stagger->step * 2;
	}
	stagger->last_late = late;
	stagger->centre = clamp(stagger->centre + (late ? -stagger->step : stagger->step));
	if (abs(stagger->centre) < STAGGER_LIMIT_SPINS) {
		stagger->at_limit = 0;
	} else if (++stagger->at_limit >= PATIENCE_AT_LIMIT) {
		stagger->at_limit = 0;
		stagger->centre = 0;
		stagger->step = FIRST_STEP_SPINS;
	}
}
