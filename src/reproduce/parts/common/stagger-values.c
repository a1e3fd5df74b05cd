#define STAGGER 0 /* spins by which the load begins later */
#define STAGGER_WIDTH 2000 /* the same, how much more or less */
