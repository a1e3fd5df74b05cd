#include <linux/perf_event.h>
#include <poll.h>
#include <sys/syscall.h>
/* A kernel probe (4.17) of this thread: poll(2) wakes as it comes there. */
static void open_probe(void)
{
	struct perf_event_attr event = {
		.size = sizeof(event),
		.config = AT_RETURN,
		.sample_period = 1,
		.wakeup_events = 1,
		.kprobe_func = (size_t)PROBED,
	};
	FILE *type = fopen("/sys/bus/event_source/devices/kprobe/type", "r");

	need(type && fscanf(type, "%u", &event.type) == 1);
	probe.fd = syscall(SYS_perf_event_open, &event, 0, -1, -1, 0);
	if (probe.fd < 0)
		err(125, "no probe at " PROBED);
	need(mmap(NULL, 2 * PAGE, PROT_READ, MAP_SHARED, probe.fd, 0) !=
	     MAP_FAILED);
}
