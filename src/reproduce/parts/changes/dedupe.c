#include <linux/fs.h>
#include <sys/ioctl.h>

/* FIDEDUPERANGE with the equal, and write(2) into the page. */
static void change(int i, off_t at)
{
	static _Alignas(8) char room[sizeof(struct file_dedupe_range) +
				     sizeof(struct file_dedupe_range_info)];
	struct file_dedupe_range *range = (void *)room;

	(void)i;
	range->src_offset = at + ARENA_BYTES;
	range->src_length = PAGE;
	range->dest_count = 1;
	range->info[0].dest_fd = file;
	range->info[0].dest_offset = at;
	need(!ioctl(file, FIDEDUPERANGE, range), "FIDEDUPERANGE");
	need(pwrite(file, bytes, PAGE, at) == PAGE, "pwrite");
}
