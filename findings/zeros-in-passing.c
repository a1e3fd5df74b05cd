// SPDX-License-Identifier: MIT
/*
 * Page cache with large folios (xfs; ext4 since 6.16): calls that leave a byte
 * of a file as it is, or move others, have it read as zero for a moment.
 *
 * A file is 'a' everywhere. A thread loads one byte of it all the while, and
 * another one shares its page with a file that is 'a' too (FIDEDUPERANGE,
 * FICLONERANGE), punches another byte of that page, or takes the page out of
 * the middle of the file, so that the next one comes in its place. Nobody may
 * ever see anything but 'a'. But truncate_inode_partial_folio()
 * (mm/truncate.c) zeroes what it is to take out of a large folio before it
 * splits that, and whoever has it mapped, or maps it again, sees zeros.
 *
 * The reader loads from a shared mapping; from a private one, where it stores
 * beside a zero, so that it has a copy of that page; or it calls pread(2).
 * As a control the file is written by 4 KiB at a time: no large folios.
 *
 *	mkfs.xfs -m reflink=1 DEVICE && mount DEVICE /mnt
 *	cc -O2 -pthread -o zeros zeros-in-passing.c && ./zeros /mnt 30
 *
 * Exits 0 if no zero was seen, 1 if one was, 125 if nothing could be tested.
 */
#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { PAGE = 4096, FOLIO = 65536, PLACES = 24, UNTESTED = 125 };
enum { PAGE_AT = 4 * PAGE, BYTE_AT = 100, PUNCHED_AT = 2000 };
#define LENGTH ((off_t)PLACES * FOLIO)

enum call { DEDUPE, CLONE, PUNCH, COLLAPSE, CALLS };
enum reader { SHARED, PRIVATE, PREAD, SMALL, READERS };

static const char *const call_names[] = { "dedupe", "clone", "punch",
					  "collapse" };
static const char *const reader_names[] = { "loads", "private loads", "pread",
					    "small folios" };

static int file, other;
static char *map, filled[FOLIO];
static enum reader reader;
static atomic_int go, returned; /* attempts, from 1; -1 ends it */
static atomic_long place;
static unsigned long seen, lasting;

static void need(int holds, const char *what)
{
	if (!holds)
		err(UNTESTED, "%s", what);
}

static char load(off_t at)
{
	char byte;

	if (reader != PREAD)
		return *(volatile char *)(map + at);
	need(pread(file, &byte, 1, at) == 1, "pread");
	return byte;
}

static void look(int attempt, off_t at)
{
	unsigned long zeros = 0;

	while (atomic_load(&returned) != attempt) {
		if (load(at) != 0)
			continue;
		if (zeros++ == 0 && reader == PRIVATE)
			((volatile char *)map)[at + 1] = 'p';
	}
	seen += zeros > 0;
	lasting += load(at) == 0;
}

static void *look_at_each(void *unused)
{
	int attempt;

	while ((attempt = atomic_load(&go)) >= 0) {
		if (attempt == 0)
			continue;
		look(attempt, atomic_load(&place));
		atomic_store(&go, 0);
	}
	return unused;
}

static void fill(int fd, int at_a_time)
{
	need(!ftruncate(fd, 0), "ftruncate");
	for (off_t at = 0; at < LENGTH; at += at_a_time)
		need(pwrite(fd, filled, at_a_time, at) == at_a_time, "pwrite");
	need(!fsync(fd), "fsync");
}

static int do_call(enum call call, off_t at)
{
	struct file_clone_range clone = { other, at, PAGE, at };
	struct {
		struct file_dedupe_range range;
		struct file_dedupe_range_info to;
	} dedupe = { { .src_offset = at, .src_length = PAGE, .dest_count = 1 },
		     { .dest_fd = file, .dest_offset = at } };

	switch (call) {
	case DEDUPE:
		if (ioctl(other, FIDEDUPERANGE, &dedupe))
			return 0;
		errno = -dedupe.to.status;
		return !dedupe.to.status;
	case CLONE:
		return !ioctl(file, FICLONERANGE, &clone);
	case PUNCH:
		return !fallocate(file,
				  FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
				  at + PUNCHED_AT, 1);
	default:
		return !fallocate(file, FALLOC_FL_COLLAPSE_RANGE, at, PAGE);
	}
}

/* From the end of the file, so that what is collapsed moves no place. */
static unsigned long go_through(enum call call, int *attempt)
{
	unsigned long attempts = 0;
	pthread_t thread;
	off_t at;
	int done;

	fill(file, reader == SMALL ? PAGE : FOLIO);
	map = mmap(NULL, LENGTH, PROT_READ | PROT_WRITE,
		   reader == PRIVATE ? MAP_PRIVATE : MAP_SHARED, file, 0);
	need(map != MAP_FAILED, "mmap");
	need(!pthread_create(&thread, NULL, look_at_each, NULL), "a thread");
	for (int i = PLACES - 2; i >= 0; i--) {
		at = (off_t)i * FOLIO + PAGE_AT;
		(void)load(at + BYTE_AT);
		atomic_store(&place, at + BYTE_AT);
		atomic_store(&go, ++*attempt);
		done = do_call(call, at);
		atomic_store(&returned, *attempt);
		while (atomic_load(&go) > 0)
			;
		if (!done) {
			printf("%s: %s\n", call_names[call], strerror(errno));
			break;
		}
		attempts++;
	}
	atomic_store(&go, -1);
	need(!pthread_join(thread, NULL), "the end of a thread");
	atomic_store(&go, 0);
	munmap(map, LENGTH);
	return attempts;
}

int main(int argc, char **argv)
{
	int seconds = argc > 2 ? atoi(argv[2]) : 30, attempt = 0;
	unsigned long attempts, all = 0, all_seen = 0;

	need(argc > 1 && !chdir(argv[1]), "usage: DIRECTORY [SECONDS]");
	memset(filled, 'a', FOLIO);
	file = open(".", O_TMPFILE | O_RDWR, 0600);
	other = open(".", O_TMPFILE | O_RDWR, 0600);
	need(file >= 0 && other >= 0, "O_TMPFILE");
	setvbuf(stdout, NULL, _IOLBF, 0);
	fill(other, FOLIO);
	for (enum call call = 0; call < CALLS; call++) {
		for (reader = 0; reader < READERS; reader++) {
			time_t end = time(NULL) + seconds / (CALLS * READERS);

			seen = lasting = attempts = 0;
			do {
				attempts += go_through(call, &attempt);
			} while (attempts && time(NULL) < end);
			if (!attempts)
				break;
			printf("%s, %s: zeros in %lu of %lu attempts, lasting in %lu\n",
			       call_names[call], reader_names[reader], seen,
			       attempts, lasting);
			all += attempts;
			all_seen += seen;
		}
	}
	return all_seen ? 1 : all ? 0 : UNTESTED;
}
