#define _GNU_SOURCE
#include "probe.h"

#include <linux/magic.h>
#include <linux/perf_event.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "fail.h"

/* A fault that does not pass the probe is written behind after so long. */
#define WAIT_LIMIT_MS 20
/* A control page and one for records. Mapped read-only they are overwritten, and never full. */
#define RING_BYTES (2 * 4096)

static struct pollfd probe;

static unsigned number_in(const char *path, const char *format)
{
	FILE *file = fopen(path, "r");
	unsigned number;

	if (!file || fscanf(file, format, &number) != 1)
		fail(path);
	fclose(file);
	return number;
}

void probe_open(int fd)
{
	struct perf_event_attr attributes = {
		.type = number_in("/sys/bus/event_source/devices/kprobe/type", "%u"),
		.size = sizeof(attributes),
		.config = 1ULL << number_in("/sys/bus/event_source/devices/kprobe/format/retprobe", "config:%u"),
		.sample_period = 1,
		.wakeup_events = 1,
	};
	struct statfs filesystem;

	if (fstatfs(fd, &filesystem))
		fail("statfs");
	attributes.kprobe_func = (uintptr_t)(filesystem.f_type == EXT4_SUPER_MAGIC ?
		"ext4_iomap_begin" : "xfs_read_iomap_begin");
	probe.fd = syscall(SYS_perf_event_open, &attributes, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
	probe.events = POLLIN;
	if (probe.fd < 0)
		fail("perf_event_open");
	if (mmap(NULL, RING_BYTES, PROT_READ, MAP_SHARED, probe.fd, 0) == MAP_FAILED)
		fail("mmap of a probe");
}

void probe_wait(void)
{
	poll(&probe, 1, WAIT_LIMIT_MS);
}

void probe_forget(void)
{
	poll(&probe, 1, 0);
}
