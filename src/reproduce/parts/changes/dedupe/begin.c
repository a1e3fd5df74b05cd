#include <linux/fs.h>
#include <sys/ioctl.h>
	static union {
		struct file_dedupe_range range;
		char room[128];
	} order = { { .src_length = PAGE, .dest_count = 1 } };

