#define MMAP_BYTES ARENA_BYTES
#define GOT_SIGBUS (-1) /* in place of a byte */
