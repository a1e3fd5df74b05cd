// SPDX-License-Identifier: MIT
/*
 * write(2) over data whose blocks another file shares, against a read fault
 * on the same page, on xfs with reflink=1 and DAX.
 *
 * A load from a shared mapping that begins after write(2) has returned must
 * give the new bytes, as pread(2) does. Where the fault falls between the
 * invalidation of the mapping and the remapping of the file's blocks, the
 * mapping keeps the old block.
 *
 *	mkfs.xfs -m reflink=1 /dev/pmem0
 *	mount -o dax=always /dev/pmem0 /mnt
 *	gcc -O2 -pthread -o cow-write-race cow-write-race.c
 *	./cow-write-race /mnt 10
 *
 * Exits 0 if no load was stale, 1 if one was, 125 if nothing could be tested.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { PAGE = 4096, PAGES = 256, STAGGER_MAX = 5000 };
enum { UNTESTED = 125, GOT_SIGBUS = -1 };

static int file, owner;
static unsigned char *map;
static unsigned char new_byte;
static atomic_int started, written; /* pages + 1; 0 before a round */
static atomic_int writer_spins;
static atomic_int stopping;
static sigjmp_buf on_sigbus;
static unsigned long attempts, early, stale, lasting, bus;

static void untested(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	printf(": %s\n", strerror(errno));
	exit(UNTESTED);
}

static void sigbus(int signal)
{
	(void)signal;
	siglongjmp(on_sigbus, 1);
}

/* The byte of the mapping, or SIGBUS where the load gets that. */
static int load(const volatile unsigned char *byte)
{
	return sigsetjmp(on_sigbus, 0) ? GOT_SIGBUS : *byte;
}

static void spin(int spins)
{
	for (volatile int i = 0; i < spins; i++)
		;
}

static void wait_for(atomic_int *slot, int value)
{
	while (atomic_load(slot) != value && !atomic_load(&stopping))
		;
}

static void *writer(void *unused)
{
	unsigned char bytes[PAGE];

	(void)unused;
	for (int page = 0; !atomic_load(&stopping); page = (page + 1) % PAGES) {
		wait_for(&started, page + 1);
		if (atomic_load(&stopping))
			break;
		memset(bytes, new_byte, PAGE);
		spin(atomic_load(&writer_spins));
		if (pwrite(file, bytes, PAGE, (off_t)page * PAGE) != PAGE)
			untested("pwrite");
		atomic_store(&written, page + 1);
	}
	return NULL;
}

/* Gives each page of the file old bytes, in blocks that the owner shares. */
static void share(unsigned char old)
{
	static unsigned char bytes[PAGES * PAGE];

	memset(bytes, old, sizeof(bytes));
	if (ftruncate(owner, 0) || ftruncate(file, 0))
		untested("ftruncate");
	if (pwrite(file, bytes, sizeof(bytes), 0) != sizeof(bytes) ||
	    fsync(file))
		untested("filling the file");
	if (ioctl(owner, FICLONE, file))
		untested("FICLONE");
}

static int dax(void)
{
	struct statx stat;

	return !statx(file, "", AT_EMPTY_PATH, 0, &stat) &&
	       stat.stx_attributes & STATX_ATTR_DAX;
}

/* Takes a read fault on the page while the writer writes, and looks again. */
static void attempt(int page, int old, int in_turn, int spins)
{
	const volatile unsigned char *byte = map + page * PAGE;
	unsigned char really = 0;
	int first = 0, then;

	if (in_turn)
		first = load(byte);
	atomic_store(&writer_spins, spins < 0 ? -spins : 0);
	atomic_store(&started, page + 1);
	spin(spins > 0 ? spins : 0);
	if (!in_turn)
		first = load(byte);
	wait_for(&written, page + 1);
	then = load(byte); /* begins after write(2) has returned */
	attempts++;
	early += first == old;
	bus += first == GOT_SIGBUS || then == GOT_SIGBUS;
	if (then == new_byte || then == GOT_SIGBUS)
		return;
	lasting += load(byte) != new_byte;
	if (pread(file, &really, 1, (off_t)page * PAGE) != 1)
		untested("pread");
	if (!stale++)
		printf("page %d: mapped %02x, pread %02x\n", page, then,
		       really);
}

int main(int argc, char **argv)
{
	const struct sigaction action = { .sa_handler = sigbus,
					  .sa_flags = SA_NODEFER };
	time_t end = time(NULL) + (argc > 2 ? atoi(argv[2]) : 10);
	int in_turn = argc > 3 && !strcmp(argv[3], "in-turn");
	pthread_t thread;

	if (argc < 2 || chdir(argv[1]))
		untested("usage: %s DIRECTORY [SECONDS [in-turn]]", argv[0]);
	file = open(".", O_TMPFILE | O_RDWR, 0600);
	owner = open(".", O_TMPFILE | O_RDWR, 0600);
	if (file < 0 || owner < 0)
		untested("O_TMPFILE");
	if (!dax())
		printf("not DAX: this is a race in the page cache\n");
	if (sigaction(SIGBUS, &action, NULL) ||
	    pthread_create(&thread, NULL, writer, NULL))
		untested("setting up");
	for (int old = 1; time(NULL) < end; old = old % 250 + 2) {
		share(old);
		new_byte = old + 1;
		map = mmap(NULL, PAGES * PAGE, PROT_READ, MAP_SHARED, file, 0);
		if (map == MAP_FAILED)
			untested("mmap");
		for (int page = 0; page < PAGES; page++)
			attempt(page, old, in_turn,
				rand() % (2 * STAGGER_MAX) - STAGGER_MAX);
		munmap(map, PAGES * PAGE);
		atomic_store(&started, 0);
		atomic_store(&written, 0);
	}
	atomic_store(&stopping, 1);
	pthread_join(thread, NULL);
	printf("%lu attempts, %lu early, %lu stale (%lu lasting), %lu SIGBUS\n",
	       attempts, early, stale, lasting, bus);
	return stale || bus;
}
