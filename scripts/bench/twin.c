/*
 * The plain way to race a read fault against write(2), for comparison: two threads in lockstep, page by
 * page over a sparse arena, which a spin barrier lets go together. No stagger, no preemption.
 *
 * twin DIRECTORY SECONDS        the race
 * twin DIRECTORY SECONDS alone  the same faults and writes in turn in one thread: what they cost by themselves
 * Prints one line: twin or alone, attempts, stale, racing seconds, cpu seconds, seconds to the first stale read or -1.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define PAGE_BYTES 4096L
#define PAGES 1024L
#define ARENA_OFFSET_BYTES (2L << 20)
#define ARENA_BYTES (PAGES * PAGE_BYTES)

static int fd;
static volatile unsigned char *arena;
static atomic_long reader_at, writer_at;
static atomic_int over;
static unsigned char stamp;

static void fail(const char *what)
{
	fprintf(stderr, "twin: %s: %s\n", what, strerror(errno));
	exit(255);
}

static double seconds_of(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return now.tv_sec + now.tv_nsec / 1e9;
}

/* Both threads pass their n-th barrier together. */
static void meet(atomic_long *mine, atomic_long *theirs, long n)
{
	atomic_store(mine, n);
	while (atomic_load(theirs) < n)
		;
}

static void make_holes(unsigned char next)
{
	if (ftruncate(fd, 0) || ftruncate(fd, ARENA_OFFSET_BYTES + ARENA_BYTES))
		fail("ftruncate");
	stamp = next;
}

static void *write_pages(void *unused)
{
	static unsigned char page[PAGE_BYTES];
	long n = 0;

	for (unsigned round = 0; !atomic_load(&over); round++) {
		make_holes(1 + round % 255);
		memset(page, stamp, sizeof(page));
		meet(&writer_at, &reader_at, ++n);
		for (long i = 0; i < PAGES; i++) {
			meet(&writer_at, &reader_at, ++n);
			if (pwrite(fd, page, PAGE_BYTES, ARENA_OFFSET_BYTES + i * PAGE_BYTES) != PAGE_BYTES)
				fail("pwrite");
			meet(&writer_at, &reader_at, ++n);
		}
		meet(&writer_at, &reader_at, ++n);
	}
	/* The reader learns of the end where the next round would begin. */
	meet(&writer_at, &reader_at, ++n);
	return unused;
}

static long attempt_alone(unsigned round)
{
	static unsigned char page[PAGE_BYTES];
	long stale = 0;

	make_holes(1 + round % 255);
	memset(page, stamp, sizeof(page));
	for (long i = 0; i < PAGES; i++) {
		(void)arena[i * PAGE_BYTES];
		if (pwrite(fd, page, PAGE_BYTES, ARENA_OFFSET_BYTES + i * PAGE_BYTES) != PAGE_BYTES)
			fail("pwrite");
		stale += arena[i * PAGE_BYTES] != stamp;
	}
	return stale;
}

int main(int argc, char **argv)
{
	double limit, started, cpu, first = -1;
	long attempts = 0, stale = 0, n = 0;
	pthread_t writer;
	char path[4096];

	if (argc != 3 && argc != 4)
		return 255;
	limit = atof(argv[2]);
	snprintf(path, sizeof(path), "%s/holerace-twin", argv[1]);
	fd = open(path, O_RDWR | O_CREAT | O_EXCL, 0600);
	if (fd < 0)
		fail(path);
	unlink(path);
	make_holes(1);
	arena = mmap(NULL, ARENA_BYTES, PROT_READ, MAP_SHARED, fd, ARENA_OFFSET_BYTES);
	if (arena == MAP_FAILED)
		fail("mmap");
	madvise((void *)arena, ARENA_BYTES, MADV_NOHUGEPAGE);
	madvise((void *)arena, ARENA_BYTES, MADV_RANDOM);
	started = seconds_of(CLOCK_MONOTONIC);
	cpu = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
	for (unsigned round = 0; argc == 4 && seconds_of(CLOCK_MONOTONIC) - started < limit; round++) {
		stale += attempt_alone(round);
		attempts += PAGES;
	}
	if (argc == 4)
		goto report;
	if (pthread_create(&writer, NULL, write_pages, NULL))
		fail("pthread_create");
	for (;;) {
		meet(&reader_at, &writer_at, ++n);
		if (atomic_load(&over))
			break;
		for (long i = 0; i < PAGES; i++) {
			meet(&reader_at, &writer_at, ++n);
			(void)arena[i * PAGE_BYTES];
			meet(&reader_at, &writer_at, ++n);
			/* After write(2) has returned: the barrier says so. */
			if (arena[i * PAGE_BYTES] != stamp) {
				if (first < 0)
					first = seconds_of(CLOCK_MONOTONIC) - started;
				stale++;
			}
			attempts++;
		}
		if (seconds_of(CLOCK_MONOTONIC) - started >= limit)
			atomic_store(&over, 1);
		meet(&reader_at, &writer_at, ++n);
	}
	pthread_join(writer, NULL);
report:
	printf("%s %ld %ld %.6f %.6f %.6f\n", argc == 4 ? "alone" : "twin", attempts, stale,
	       seconds_of(CLOCK_MONOTONIC) - started, seconds_of(CLOCK_PROCESS_CPUTIME_ID) - cpu, first);
	return 0;
}
