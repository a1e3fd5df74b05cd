#define STAGGER 0 /* steps of 64 ns by which the load begins later */
#define STAGGER_WIDTH 2000 /* the same, how much more or less */
