#include <linux/fs.h>
#include <sys/ioctl.h>
		off_t from = (at - ARENA) / STRIDE_BYTES * PAGE;
		struct file_clone_range range = { fd, from, PAGE, at };
