/* The file, its holes, and the mappings through which they are read. */
#ifndef PROTOTYPES_ARENA_H
#define PROTOTYPES_ARENA_H

#include <stdbool.h>

#define PAGE_BYTES 4096L
/* Holes of a round, a page each. */
#define HOLES 1024L
/* Each has a mapping of its own. */
#define READER 0
#define SECOND_READER 1
#define READERS 2

struct arena {
	int fd;
	/* The byte that the round writes: never zero, never that of the round before. */
	unsigned char stamp;
	volatile unsigned char *mapping[READERS];
};

extern struct arena arena;

/* Makes the file in a directory and maps it for each reader. */
void arena_open(const char *directory);
/* Makes every hole anew. */
void arena_make_holes(unsigned round);
void arena_write(long hole);
/* Loads the first byte of a hole. Returns whether it shows what the round has written. */
bool arena_is_new(int reader, long hole);

#endif
