#define MMAP_BYTES ARENA_BYTES
#define load(byte) (*(const volatile unsigned char *)(byte))
