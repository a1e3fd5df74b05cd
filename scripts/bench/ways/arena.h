/* The file, its holes, and the mappings through which they are read. */
#ifndef WAYS_ARENA_H
#define WAYS_ARENA_H

#define PAGE_BYTES 4096L
/* Readers of a page at the most, each of which may have a mapping of its own. */
#define READERS_LIMIT 3

struct arena {
	int fd;
	/* Holes of a round, and how far one begins from the next. */
	long holes, stride_bytes;
	/* Pages that one attempt reads and writes: the first, third, ... of them are holes. */
	long pages;
	/* The byte that the round writes: never zero, never that of the round before. */
	unsigned char stamp;
	volatile unsigned char *mapping[READERS_LIMIT];
};

extern struct arena arena;

/* Makes the file in a directory and maps it for so many readers. */
void arena_open(const char *directory, int mappings);
/* Makes every hole anew. */
void arena_make_holes(unsigned round);
/* Maps it anew at the same place: the page tables are as at the first time. */
void arena_map_again(void);
void arena_write(long hole);
/* Loads the first byte of each hole of an attempt. Returns how many show what the round has written. */
long arena_new_pages(int reader, long hole);
/* How many holes an attempt has. */
long arena_holes_each(void);

#endif
