#define STAGGER_WIDTH 2000 /* the timer's, in steps of 100 ns */
