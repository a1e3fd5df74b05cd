#include "../../common/fifo.c"
	while (returned < 0)
		usleep(100);
