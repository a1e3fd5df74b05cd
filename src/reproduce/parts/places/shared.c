#include <linux/fs.h>
#include <sys/ioctl.h>

#include "../common/lay-out.c"

/* Data in blocks that the range behind the arena shares. */
static void make_places(void)
{
	struct file_clone_range range = {
		.src_fd = file, .src_offset = ARENA + ARENA_BYTES,
		.src_length = ARENA_BYTES, .dest_offset = ARENA,
	};

	for (int i = 0; i < PLACES; i++)
		lay_out(place_of(i) + ARENA_BYTES, old_byte);
	need(!ftruncate(file, ARENA + 2 * ARENA_BYTES), "ftruncate");
	need(!ioctl(file, FICLONERANGE, &range), "FICLONERANGE");
}
