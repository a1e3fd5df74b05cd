#define PROBED "iomap_iter"
#define AT_RETURN 1
