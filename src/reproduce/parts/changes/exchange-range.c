#include <sys/ioctl.h>

#include "../common/put.c"

/* XFS_IOC_EXCHANGE_RANGE with another page of the same file. */
struct exchange {	/* xfs_exchange_range of fs/xfs/libxfs/xfs_fs.h */
	int file1_fd;
	unsigned int pad;
	unsigned long long file1_offset, file2_offset, length, flags;
};

static void change(int i, off_t at)
{
	struct exchange order = {
		.file1_fd = file, .file1_offset = (unsigned long long)i * PAGE,
		.file2_offset = at, .length = PAGE,
	};

	put((off_t)i * PAGE, new_byte);
	need(!ioctl(file, _IOW('X', 129, struct exchange), &order),
	     "XFS_IOC_EXCHANGE_RANGE");
}
