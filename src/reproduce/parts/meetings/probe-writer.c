#include <linux/perf_event.h>
#include <poll.h>
#include <sched.h>
#include <semaphore.h>
#include <sys/syscall.h>

#define PROBED "iomap_iter"
#define AT_RETURN 1

/* Both on one cpu: a kernel probe (4.17) wakes the reader in the change. */
#include "../common/reader-ahead.c"

static struct pollfd probe = { .fd = -1, .events = POLLIN };

/* The probe is the writer's. A thread begins with the class of its maker. */
static int seat(int is_writer)
{
	const struct sched_param first = { .sched_priority = 1 }, last = { 0 };
	struct perf_event_attr event = {
		.size = sizeof(event), .config = AT_RETURN,
		.sample_period = 1, .wakeup_events = 1,
		.kprobe_func = (size_t)PROBED,
	};
	cpu_set_t one;
	FILE *type;
	int fd;

	CPU_ZERO(&one);
	CPU_SET(0, &one);
	need(!sched_setaffinity(0, sizeof(one), &one), "one cpu");
	if (!is_writer)
		return !sched_setscheduler(0, SCHED_FIFO, &first);
	need(!sched_setscheduler(0, SCHED_OTHER, &last), "SCHED_OTHER");
	type = fopen("/sys/bus/event_source/devices/kprobe/type", "r");
	need(type && fscanf(type, "%u", &event.type) == 1, "probes");
	fd = syscall(SYS_perf_event_open, &event, 0, -1, -1, 0);
	need(fd >= 0 && mmap(NULL, 2 * PAGE, PROT_READ, MAP_SHARED, fd, 0) !=
			MAP_FAILED, "a probe");
	probe.fd = fd;
	return 1;
}

static int let_go(int attempt, const unsigned char *byte)
{
	poll(&probe, 1, 0);	/* forgets what came between two attempts */
	atomic_store(&go, attempt);
	sem_post(&wake);
	poll(&probe, 1, 2);
	return load(byte);
}
