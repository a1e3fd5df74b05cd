// SPDX-License-Identifier: MIT
/*
 * write(2) into a hole, an unwritten block or data that nobody shares, near
 * data that was shared and has been written since, against a read fault on
 * the same page, on xfs with reflink=1 and DAX.
 *
 * A load from a shared mapping that begins after write(2) has returned must
 * give the new bytes, as pread(2) does. When xfs copies a shared block on
 * write it sets 128 KiB aside around it; a later write(2) that falls into
 * them goes to such a block, and the file's map is changed at its end, as
 * for shared data, though nobody shares what it writes.
 *
 *	mkfs.xfs -m reflink=1 /dev/pmem0
 *	mount -o dax=always /dev/pmem0 /mnt
 *	gcc -O2 -pthread -o near-cow near-cow-write-race.c
 *	./near-cow /mnt 10 in-turn
 *	./near-cow /mnt 10
 *
 * In turn the fault has ended before write(2) begins: no race. Exits 0 if no
 * load was stale, 1 if one was, 125 if nothing could be tested.
 */
#define _GNU_SOURCE
#include <err.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { PAGE = 4096, SET_ASIDE = 32 * PAGE, PLACES = 96 };
enum { LENGTH = PLACES * SET_ASIDE, STAGGER_MAX = 5000 };
enum { HOLE, UNWRITTEN, DATA, KINDS };
enum { OLD = 0x11, UNTESTED = 125, GOT_SIGBUS = -1 };

static const char *const kinds[] = { "hole", "unwritten", "data" };
static unsigned char bytes[PAGE], old[PAGE];
static int file;
static atomic_int started, written; /* place + 1; 0 before a round */
static atomic_int writer_spins, stopping;
static sigjmp_buf on_sigbus;
static long attempts[KINDS], stale[KINDS], bus[KINDS];

static void need(int holds, const char *what)
{
	if (!holds)
		err(UNTESTED, "%s", what);
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

static off_t offset_of(int place)
{
	return (off_t)place * SET_ASIDE;
}

static void write_place(int place)
{
	need(pwrite(file, bytes, PAGE, offset_of(place)) == PAGE, "pwrite");
}

static void *writer(void *unused)
{
	(void)unused;
	for (int place = 0;; place = (place + 1) % PLACES) {
		wait_for(&started, place + 1);
		if (atomic_load(&stopping))
			return NULL;
		spin(atomic_load(&writer_spins));
		write_place(place);
		atomic_store(&written, place + 1);
	}
}

/* Makes a place, and behind it a page that shares its block and is written. */
static void make(int place)
{
	off_t at = offset_of(place);
	off_t copied = at + PAGE, owner = at + 16 * PAGE;
	struct file_clone_range clone = { file, owner, PAGE, copied };

	if (place % KINDS == UNWRITTEN)
		need(!fallocate(file, 0, at, PAGE), "fallocate");
	if (place % KINDS == DATA)
		need(pwrite(file, old, PAGE, at) == PAGE, "pwrite");
	need(pwrite(file, old, PAGE, owner) == PAGE, "pwrite");
	need(!ioctl(file, FICLONERANGE, &clone), "FICLONERANGE");
	need(pwrite(file, old, PAGE, copied) == PAGE, "pwrite");
}

/* Takes a read fault on the place while the writer writes, and looks again. */
static void attempt(const volatile unsigned char *byte, int place, int in_turn)
{
	int spins = rand() % (2 * STAGGER_MAX) - STAGGER_MAX;
	int kind = place % KINDS, now;
	unsigned char really;

	if (in_turn) {
		load(byte);
		write_place(place);
	} else {
		atomic_store(&writer_spins, spins < 0 ? -spins : 0);
		atomic_store(&started, place + 1);
		spin(spins);
		load(byte);
		wait_for(&written, place + 1);
	}
	now = load(byte); /* begins after write(2) has returned */
	attempts[kind]++;
	bus[kind] += now == GOT_SIGBUS;
	if (now == bytes[0] || now == GOT_SIGBUS)
		return;
	need(pread(file, &really, 1, offset_of(place)) == 1, "pread");
	if (!stale[kind]++)
		printf("%s %d: mapped %02x, pread %02x\n", kinds[kind], place,
		       now, really);
}

static void round_of(int in_turn)
{
	unsigned char *mapping;

	need(!ftruncate(file, 0) && !ftruncate(file, LENGTH), "ftruncate");
	for (int place = 0; place < PLACES; place++)
		make(place);
	mapping = mmap(NULL, LENGTH, PROT_READ, MAP_SHARED, file, 0);
	need(mapping != MAP_FAILED, "mmap");
	need(!madvise(mapping, LENGTH, MADV_NOHUGEPAGE), "madvise");
	for (int place = 0; place < PLACES; place++)
		attempt(mapping + offset_of(place), place, in_turn);
	munmap(mapping, LENGTH);
	atomic_store(&started, 0);
	atomic_store(&written, 0);
}

int main(int argc, char **argv)
{
	const struct sigaction action = { .sa_handler = sigbus,
					  .sa_flags = SA_NODEFER };
	int in_turn = argc > 3 && !strcmp(argv[3], "in-turn"), found = 0;
	pthread_t thread;
	time_t end;

	if (argc < 3)
		errx(UNTESTED, "usage: %s DIRECTORY SECONDS [in-turn]",
		     argv[0]);
	file = open(argv[1], O_TMPFILE | O_RDWR, 0600);
	need(file >= 0, argv[1]);
	memset(old, OLD, PAGE);
	memset(bytes, 0xbb, PAGE);
	need(!sigaction(SIGBUS, &action, NULL), "sigaction");
	need(!pthread_create(&thread, NULL, writer, NULL), "pthread_create");
	for (end = time(NULL) + atoi(argv[2]); time(NULL) < end;)
		round_of(in_turn);
	atomic_store(&stopping, 1);
	pthread_join(thread, NULL);
	for (int kind = 0; kind < KINDS; kind++) {
		printf("%s: %ld of %ld attempts stale, %ld SIGBUS\n",
		       kinds[kind], stale[kind], attempts[kind], bus[kind]);
		found |= stale[kind] || bus[kind];
	}
	return found;
}
