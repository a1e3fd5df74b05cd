#include <sys/uio.h>
	struct iovec cuts[] = { { bytes, PAGE + 512 },
				{ bytes, PAGE - 512 },
				{ bytes, 2 * PAGE } };

