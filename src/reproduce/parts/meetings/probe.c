#include <linux/perf_event.h>
#include <poll.h>
#include <sched.h>
#include <semaphore.h>
#include <sys/syscall.h>

#define PROBED "iomap_iter"
#define AT_RETURN 1

/* Both on one cpu: a kernel probe (4.17) wakes the writer in the fault. */
static sem_t wake;
static struct pollfd probe = { .fd = -1, .events = POLLIN };

#define relax() sched_yield()
#define await_go(attempt) sem_wait(&wake)

/* The probe is the reader's. The writer goes before it, and must sleep. */
static int seat(int is_writer)
{
	const struct sched_param lowest = { .sched_priority = 1 };
	struct perf_event_attr event = {
		.size = sizeof(event), .config = AT_RETURN,
		.sample_period = 1, .wakeup_events = 1,
		.kprobe_func = (size_t)PROBED,
	};
	FILE *type;
	cpu_set_t first;

	CPU_ZERO(&first);
	CPU_SET(0, &first);
	need(!sched_setaffinity(0, sizeof(first), &first), "one cpu");
	if (is_writer)
		return !sched_setscheduler(0, SCHED_FIFO, &lowest);
	type = fopen("/sys/bus/event_source/devices/kprobe/type", "r");
	need(type && fscanf(type, "%u", &event.type) == 1, "probes");
	probe.fd = syscall(SYS_perf_event_open, &event, 0, -1, -1, 0);
	return probe.fd >= 0 && mmap(NULL, 2 * PAGE, PROT_READ, MAP_SHARED,
				     probe.fd, 0) != MAP_FAILED;
}

static int let_go(int attempt, const unsigned char *byte)
{
	atomic_store(&go, attempt);
	sem_post(&wake);
	return load(byte);
}

static void delay_change(void)
{
	poll(&probe, 1, 0);	/* forgets the loads before */
	poll(&probe, 1, 2);
}
