#include <sys/uio.h>
		/* Over four pages, cut beside their bounds. */
		struct iovec cuts[] = { { bytes, PAGE + 512 },
					{ bytes, PAGE - 512 },
					{ bytes, 2 * PAGE } };

		need(pwritev(file, cuts, 3, at) == 4 * PAGE, "pwritev");
