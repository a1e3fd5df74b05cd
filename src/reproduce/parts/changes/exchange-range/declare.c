#include <sys/ioctl.h>
		off_t from = (at - ARENA) / STRIDE_BYTES * PAGE;
		struct {
			int file1, pad;
			unsigned long long offset1, offset2, length, flags;
		} order = { fd, 0, from, at, PAGE, 0 };
