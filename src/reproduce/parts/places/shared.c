#include <linux/fs.h>
#include <sys/ioctl.h>
		/* Data in blocks that the range behind the arena shares. */
		memset(bytes, OLD_BYTE, FAULT_BYTES);
		for (int i = PLACES; i < 2 * PLACES; i++)
			need(pwrite(fd, bytes, FAULT_BYTES, WHOLE(i)) ==
			     FAULT_BYTES);
		need(!ioctl(fd, FICLONERANGE,
			    &(struct file_clone_range){ fd, ARENA + ARENA_BYTES,
							ARENA_BYTES, ARENA }));
