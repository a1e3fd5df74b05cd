#include <sys/uio.h>
	/* Of the second nothing can be read: it ends in the middle. */
	struct iovec asked[] = { { bytes, PAGE / 2 },
				 { NULL, PAGE / 2 - 512 } };

