#include <fcntl.h>
		/* A long file, a byte appended; the blocks held other data. */
		memset(bytes, OLD_BYTE, PAGE);
		for (int i = 0; i < PLACES; i++)
			need(pwrite(fd, bytes, PAGE, PLACE(i)) == PAGE);
		need(!fdatasync(fd) && !ftruncate(fd, ARENA));
		need(!ftruncate(fd, ARENA + ARENA_BYTES));
		need(!fcntl(fd, F_SETFL, O_APPEND) && write(fd, "", 1) == 1);
		need(!fcntl(fd, F_SETFL, 0));
