// SPDX-License-Identifier: MIT
/*
 * A load from a shared mapping that begins once a change of the file has
 * returned shows what was there before: dedupe-race of holerace 0.1.0.
 * Seen on 6.1.0-57-cloud-amd64
 * (debian:linux-image-6.1.0-57-cloud-amd64=6.1.192-3/bookworm), 2 cpus
 * under TCG; xfs on emulated persistent memory (memmap), DAX (per statx),
 * mounted with
 * rw,relatime,attr2,dax=always,inode64,logbufs=8,logbsize=32k,noquota,
 * made with mkfs.xfs -f -K.
 * Expect stale loads: 4 of 8 attempts were by preempt-writer (0.50 an
 * attempt). Exit status: 0 if none was, 1 if one was or got SIGBUS, or an
 * owner of the blocks lost its bytes, 125 if nothing could be tested, or
 * too little.
 * Checked: stale in 3 of 3 runs of 10 s in an emulated guest of that
 * kernel (2 vCPUs): 336 of 1,024 attempts (0.33 an attempt).
 *
 *   cc -O2 -pthread -o repro repro.c && ./repro DIRECTORY 30
 */
#define _GNU_SOURCE
#include <err.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <setjmp.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define DAX 1 /* whether the file must be on DAX */
#define FAULT_BYTES 4096 /* what the fault may map */
#define STRIDE_BYTES 65536 /* from place to place */
#define PLACES 128 /* attempts of a round */
#define LOAD_AT 0 /* of the place, in bytes */
#define LEAVES_DATA 1 /* else zeros */
#define ATTEMPTS 7 /* that see it with 99% */
#define STAGGER 128 /* steps of 64 ns by which the load begins later */
#define STAGGER_WIDTH 2000 /* the same, how much more or less */
#define PLACE(i) (ARENA + STRIDE_BYTES * (i))
#define FAULT_ADVICE MADV_NOHUGEPAGE
#define WHOLE(i) (PLACE(i) / FAULT_BYTES * FAULT_BYTES)
#define MMAP_BYTES (2 * ARENA_BYTES) /* the arena, and owners */
#define GOT_SIGBUS (-1) /* in place of a byte */
#define OLD_BYTE (new_byte + 128)
#define need(done) ((done) ? (void)0 : err(125, "%s", #done))

enum { PAGE = 4096, ARENA = 2 << 20, ARENA_BYTES = PLACES * STRIDE_BYTES };

static int fd;
static _Alignas(4096) unsigned char bytes[4 * FAULT_BYTES];
static atomic_int returned; /* attempts */
static sem_t wake;
static _Thread_local sigjmp_buf on_sigbus;

static void sigbus(int signal)
{
	siglongjmp(on_sigbus, signal);
}

/* The byte of the mapping, or that the load got SIGBUS. */
static int load(const volatile unsigned char *byte)
{
	return sigsetjmp(on_sigbus, 0) ? GOT_SIGBUS : *byte;
}

static void *writer(void *unused)
{
	static union {
		struct file_dedupe_range range;
		char room[128];
	} order = { { .src_length = PAGE, .dest_count = 1 } };

	for (int i = 0;; i++) {
		off_t at = PLACE(i % PLACES);

		returned = i;
		sem_wait(&wake);
		/* Shares the block of the equal, and write(2) into the page. */
		order.range.src_offset = at + ARENA_BYTES;
		order.range.info[0].dest_fd = fd;
		order.range.info[0].dest_offset = at;
		need(!ioctl(fd, FIDEDUPERANGE, &order));
		need(pwrite(fd, bytes, PAGE, at) == PAGE);
	}
	return unused;
}

int main(int argc, char **argv)
{
	time_t end = time(NULL) + (argc > 2 ? atoi(argv[2]) : 30);
	int attempts = 0, early = 0, stale = 0, lasting = 0, first, then;
	struct sigaction to = { .sa_handler = sigbus, .sa_flags = SA_NODEFER };
	int bus = 0, lost = 0;
	int late, mid = 16384 + STAGGER;
	struct timespec timer = { 0 };
	char name[] = ".reproduce-XXXXXX";
	unsigned char *map, *byte, new_byte = 0, after;
	struct statx stat;
	pthread_t thread;

	need(!sigaction(SIGBUS, &to, NULL));
	if (argc < 2)
		errx(125, "usage: %s DIRECTORY [SECONDS]", argv[0]);
	need(!chdir(argv[1]));
	fd = mkstemp(name);
	need(fd >= 0 && !unlink(name));
	need(!statx(fd, "", AT_EMPTY_PATH, 0, &stat));
	if (!!(stat.stx_attributes & STATX_ATTR_DAX) != DAX)
		errx(125, "%son DAX", DAX ? "not " : "");
	/* Both threads on one cpu, where SCHED_FIFO goes first. */
	need(!sched_setaffinity(0, sizeof(cpu_set_t), &(cpu_set_t){ { 1 } }));
	need(!pthread_create(&thread, NULL, writer, NULL));
	need(!sched_setscheduler(0, SCHED_FIFO, &(struct sched_param){ 1 }));
	do {
		new_byte = new_byte % 127 + 1;
		after = LEAVES_DATA ? new_byte : 0;
		need(!ftruncate(fd, 0));
		need(!ftruncate(fd, ARENA + MMAP_BYTES));
		/* Data, and its equal behind the arena, in other blocks. */
		memset(bytes, OLD_BYTE, FAULT_BYTES);
		for (int i = 0; i < 2 * PLACES; i++)
			need(pwrite(fd, bytes, FAULT_BYTES, WHOLE(i)) ==
			     FAULT_BYTES);
		memset(bytes, new_byte, sizeof(bytes));
		map = mmap(NULL, MMAP_BYTES, PROT_READ, MAP_SHARED, fd, ARENA);
		need(map != MAP_FAILED);
		madvise(map, MMAP_BYTES, FAULT_ADVICE);
		madvise(map, MMAP_BYTES, MADV_RANDOM);
		for (int i = 0; i < PLACES; i++) {
			byte = map + PLACE(i) - ARENA + LOAD_AT;
			attempts++;
			/* A timer has it preempt the change (preempt=full). */
			late = mid - STAGGER_WIDTH +
			       rand() % (2 * STAGGER_WIDTH);
			timer.tv_nsec = late > 0 ? late * 64L : 1;
			sem_post(&wake);
			nanosleep(&timer, NULL);
			first = load(byte);
			/* Half of the loads are to be early. */
			mid += (first != after ? 1 : -1) * STAGGER_WIDTH / 64;
			while (returned < attempts)
				usleep(100); /* only in its sleep others go */
			then = load(byte); /* begins behind the return */
			early += first != after;
			stale += then != after && then != GOT_SIGBUS;
			bus += then == GOT_SIGBUS;
			lasting += then != after && load(byte) != after;
		}
		for (int i = 0; i < PLACES; i++) { /* by pread(2) too */
			byte = map + PLACE(i) - ARENA + ARENA_BYTES;
			need(pread(fd, bytes, 1, PLACE(i) + ARENA_BYTES) == 1);
			then = load(byte);
			bus += then == GOT_SIGBUS;
			lost += bytes[0] != OLD_BYTE ||
				(then != OLD_BYTE && then != GOT_SIGBUS);
		}
		munmap(map, MMAP_BYTES);
	} while (time(NULL) < end);
	printf("%d attempts, %d early, %d stale, %d SIGBUS, %d lasting, "
	       "%d lost by owners\n",
	       attempts, early, stale, bus, lasting, lost);
	return stale || bus || lost ? 1 : attempts < ATTEMPTS ? 125 : 0;
}
