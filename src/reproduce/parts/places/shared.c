#include <linux/fs.h>
#include <sys/ioctl.h>
		/* Data in blocks that the range behind the arena shares. */
		memset(bytes, old_byte, FAULT_BYTES);
		for (int i = PLACES; i < 2 * PLACES; i++)
			need(pwrite(file, bytes, FAULT_BYTES, WHOLE(i)) ==
			     FAULT_BYTES, "pwrite");
		need(!ioctl(file, FICLONERANGE, &(struct file_clone_range){
			file, ARENA + ARENA_BYTES, ARENA_BYTES, ARENA }),
		     "FICLONERANGE");
