#include <linux/fs.h>
#include <sys/ioctl.h>
		/* Holes; the page behind each was shared, and written. */
		memset(bytes, OLD_BYTE, PAGE);
		for (int i = 0; i < PLACES; i++) {
			off_t owner = PLACE(i) + 16 * PAGE;
			off_t copied = PLACE(i) + PAGE;

			need(pwrite(fd, bytes, PAGE, owner) == PAGE);
			need(!ioctl(fd, FICLONERANGE,
				    &(struct file_clone_range){ fd, owner, PAGE,
								copied }));
			need(pwrite(fd, bytes, PAGE, copied) == PAGE);
		}
