#define _GNU_SOURCE
#include "meet.h"

#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "fail.h"

#define NAP_NANOSECONDS 100000000L
#define NAPS_LIMIT 300

static void sleep_until(struct slot *slot, int value)
{
	static const struct timespec nap = { .tv_nsec = NAP_NANOSECONDS };
	int seen;

	atomic_fetch_add(&slot->sleepers, 1);
	for (int naps = 0; (seen = atomic_load(&slot->value)) < value; naps++) {
		if (naps >= NAPS_LIMIT) {
			errno = ETIMEDOUT;
			fail("a thread did not come");
		}
		syscall(SYS_futex, &slot->value, FUTEX_WAIT_PRIVATE, seen, &nap, NULL, 0);
	}
	atomic_fetch_sub(&slot->sleepers, 1);
}

void wait_for(struct slot *slot, int value, int spins)
{
	for (int done = 0; done < spins; done++) {
		if (atomic_load(&slot->value) >= value)
			return;
	}
	sleep_until(slot, value);
}

void publish(struct slot *slot, int value)
{
	atomic_store(&slot->value, value);
	if (atomic_load(&slot->sleepers) > 0)
		syscall(SYS_futex, &slot->value, FUTEX_WAKE_PRIVATE, INT_MAX, NULL, NULL, 0);
}

void spin(int spins)
{
	static atomic_int nothing;

	for (int left = spins; left > 0; left--)
		(void)atomic_load(&nothing);
}
