/*
 * How threads wait for each other: spin briefly, then sleep on a futex. All loads and stores are
 * sequentially consistent: what a thread did before it published has happened before what another does
 * after it has seen the value. "After write(2) has returned" rests on this.
 */
#ifndef PROTOTYPES_MEET_H
#define PROTOTYPES_MEET_H

#include <stdatomic.h>

/* Loads before a waiter goes to sleep; as src/race/strategies/strategy.ts. */
#define SPIN_LIMIT 30000

struct slot {
	atomic_int value;
	atomic_int sleepers;
};

/* Waits until a slot holds at least a value. */
void wait_for(struct slot *slot, int value, int spins);
void publish(struct slot *slot, int value);
/* Burns a number of spins, none where it is negative. */
void spin(int spins);

#endif
