#include "../../common/fifo.c"
