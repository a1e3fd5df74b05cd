#define PLACE(i) (ARENA + (off_t)(PLACES - 1 - (i)) * STRIDE_BYTES)
