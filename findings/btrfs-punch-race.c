// SPDX-License-Identifier: MIT
/*
 * btrfs, page cache: a load from a shared mapping that begins once
 * fallocate(FALLOC_FL_PUNCH_HOLE) has returned shows what was there before.
 *
 * One thread punches a page of data, another loads from it all the while, so
 * that a read fault begins as soon as the page is taken out of the cache. If
 * it has put the old data into the cache again before the punch has locked
 * the extent, check_range_has_page() (fs/btrfs/file.c) is there to see that,
 * and to have the punch begin again. It does not see a folio whose last page
 * is the last page of the range: such as the only page of a range of one.
 * A third thread holds up the punch about when that fault begins: it has a
 * higher priority and the same processor. That makes a window of a few
 * instructions one of HOLD_UP_NS, and wants root.
 *
 * It exits with 0 if no load was stale, 1 if one was, and 125 if nothing
 * could be tested.
 *
 *   cc -O2 -pthread -o punch btrfs-punch-race.c && ./punch DIRECTORY 30
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { PAGE = 4096, STRIDE = 65536, PLACES = 128, UNTESTED = 125 };
enum { HOLD_UP_NS = 1000000, SECOND_NS = 1000000000 };
enum { READER_CPU, PUNCHER_CPU };

#define LENGTH ((off_t)PLACES * STRIDE)

static int file;
static atomic_int go, returned; /* attempts, from 1; -1 ends it */
static sem_t punching;
static atomic_long began_ns, fault_ns; /* of a punch; behind it, a fault */

static void need(int done, const char *what)
{
	if (done)
		return;
	printf("untested: %s: %s\n", what, strerror(errno));
	exit(UNTESTED);
}

static long now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * SECOND_NS + now.tv_nsec;
}

static void seat(int cpu, int priority)
{
	struct sched_param param = { .sched_priority = priority };
	cpu_set_t cpus;

	CPU_ZERO(&cpus);
	CPU_SET(cpu, &cpus);
	need(!sched_setaffinity(0, sizeof(cpus), &cpus), "two processors");
	if (priority)
		need(!sched_setscheduler(0, SCHED_FIFO, &param), "SCHED_FIFO");
}

static void *puncher(void *unused)
{
	const int punch = FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE;
	int attempt;

	seat(PUNCHER_CPU, 0);
	for (int done = 0;; done = attempt) {
		while ((attempt = atomic_load(&go)) == done)
			;
		if (attempt < 0)
			return unused;
		sem_post(&punching);
		atomic_store(&began_ns, now_ns());
		need(!fallocate(file, punch, (off_t)(attempt % PLACES) * STRIDE,
				PAGE),
		     "fallocate");
		atomic_store(&returned, attempt);
	}
}

/* Lets each punch begin, and holds it up some time later. */
static void *interrupter(void *unused)
{
	struct timespec pause = { 0 };
	long until;

	seat(PUNCHER_CPU, 1);
	for (;;) {
		need(!sem_wait(&punching), "sem_wait");
		if (atomic_load(&go) < 0)
			return unused;
		pause.tv_nsec = rand() % (2 * atomic_load(&fault_ns) + 1);
		nanosleep(&pause, NULL);
		for (until = now_ns() + HOLD_UP_NS; now_ns() < until;)
			;
	}
}

/* Loads until the punch has returned; the longest load is a fault. */
static void load_meanwhile(int attempt, volatile char *byte)
{
	long began, took, longest = 0, behind = 0;

	while (atomic_load(&returned) != attempt) {
		began = now_ns();
		(void)*byte;
		took = now_ns() - began;
		if (took <= longest)
			continue;
		longest = took;
		behind = began - atomic_load(&began_ns);
	}
	if (behind > 0 && behind < SECOND_NS / 4)
		atomic_store(&fault_ns, behind);
}

/* Data everywhere, and on disk, so that nothing of it is dirty. */
static void fill(int byte)
{
	char page[PAGE];

	memset(page, byte, PAGE);
	for (int i = 0; i < PLACES; i++)
		need(pwrite(file, page, PAGE, (off_t)i * STRIDE) == PAGE,
		     "pwrite");
	need(!fsync(file), "fsync");
}

int main(int argc, char **argv)
{
	time_t end = time(NULL) + (argc > 2 ? atoi(argv[2]) : 30);
	unsigned long attempts = 0, stale = 0, lasting = 0, wrong = 0;
	char name[] = ".punch-XXXXXX";
	pthread_t threads[2];
	volatile char *byte;
	char in_file, *map;

	need(argc > 1 && !chdir(argv[1]), "usage: DIRECTORY [SECONDS]");
	file = mkstemp(name);
	need(file >= 0 && !unlink(name), "mkstemp");
	need(!ftruncate(file, LENGTH), "ftruncate");
	need(!sem_init(&punching, 0, 0) &&
		     !pthread_create(&threads[0], NULL, puncher, NULL) &&
		     !pthread_create(&threads[1], NULL, interrupter, NULL),
	     "setting up");
	seat(READER_CPU, 0);
	for (int round = 0; time(NULL) < end; round++) {
		fill(1 + round % 127);
		map = mmap(NULL, LENGTH, PROT_READ, MAP_SHARED, file, 0);
		need(map != MAP_FAILED, "mmap");
		madvise(map, LENGTH, MADV_RANDOM);
		for (int i = 0; i < PLACES; i++) {
			int attempt = round * PLACES + i + PLACES;

			byte = map + (off_t)(attempt % PLACES) * STRIDE;
			(void)*byte;
			atomic_store(&go, attempt);
			load_meanwhile(attempt, byte);
			attempts++;
			if (!*byte) /* this load began behind the return */
				continue;
			stale++;
			need(pread(file, &in_file, 1, byte - map) == 1,
			     "pread");
			wrong += in_file != 0;
			usleep(1000);
			lasting += *byte != 0;
		}
		munmap(map, LENGTH);
	}
	atomic_store(&go, -1);
	printf("%lu attempts, %lu stale, %lu lasting, %lu by pread too\n",
	       attempts, stale, lasting, wrong);
	return stale ? 1 : attempts ? 0 : UNTESTED;
}
