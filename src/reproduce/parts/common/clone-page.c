#include <linux/fs.h>
#include <sys/ioctl.h>

/* FICLONERANGE: the place gets the blocks of another page of the file. */
static void change(int i, off_t at)
{
	struct file_clone_range range = {
		.src_fd = file, .src_offset = (off_t)i * PAGE,
		.src_length = PAGE, .dest_offset = at,
	};

	put((off_t)i * PAGE, new_byte);
	need(!ioctl(file, FICLONERANGE, &range), "FICLONERANGE");
}
