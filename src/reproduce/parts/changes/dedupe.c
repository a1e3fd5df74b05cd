#include <linux/fs.h>
#include <sys/ioctl.h>
		/* Shares the block of the equal, and write(2) into the page. */
		static union {
			struct file_dedupe_range range;
			char room[128];
		} order = { { .src_length = PAGE, .dest_count = 1 } };

		order.range.src_offset = at + ARENA_BYTES;
		order.range.info[0].dest_fd = file;
		order.range.info[0].dest_offset = at;
		need(!ioctl(file, FIDEDUPERANGE, &order), "FIDEDUPERANGE");
		need(pwrite(file, bytes, PAGE, at) == PAGE, "pwrite");
