#define MMAP_BYTES (2 * ARENA_BYTES) /* the arena, and owners */
#define GOT_SIGBUS (-1) /* in place of a byte */
