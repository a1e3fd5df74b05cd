#include <sys/ioctl.h>
		/* With another page of the same file (xfs_exchange_range). */
		off_t from = (at - ARENA) / STRIDE_BYTES * PAGE;
		struct {
			int file1_fd, pad;
			unsigned long long file1_offset, file2_offset, length;
			unsigned long long flags;
		} order = { file, 0, from, at, PAGE, 0 };

		need(pwrite(file, bytes, PAGE, from) == PAGE, "pwrite");
		need(!ioctl(file, _IOW('X', 129, order), &order), "exchange");
