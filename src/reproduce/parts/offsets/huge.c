#define PLACE(i) (ARENA + (off_t)(i) * STRIDE_BYTES + (i) * 211 % 512 * PAGE)
