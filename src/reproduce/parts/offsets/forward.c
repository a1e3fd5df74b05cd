#define PLACE(i) (ARENA + (off_t)(i) * STRIDE_BYTES)
