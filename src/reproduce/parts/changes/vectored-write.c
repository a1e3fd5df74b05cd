#include <sys/uio.h>

/* pwritev(2) over four pages, cut beside their bounds. */
static void change(int i, off_t at)
{
	struct iovec cuts[] = {
		{ bytes, PAGE + 512 },
		{ bytes, PAGE - 512 },
		{ bytes, 2 * PAGE },
	};

	(void)i;
	need(pwritev(file, cuts, 3, at) == 4 * PAGE, "pwritev");
}
