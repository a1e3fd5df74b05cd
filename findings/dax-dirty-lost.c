// SPDX-License-Identifier: MIT
/*
 * ext4 and xfs with DAX: fsync(2) does not write back what was stored through
 * a mapping, where the file was truncated or punched elsewhere in between. No
 * race: one thread. It takes root, for the trace.
 *
 * A store makes the entry of its page dirty, and fsync(2) writes back what the
 * processor's caches hold of it: the tracepoint dax_writeback_one says which
 * pages. truncate(2) and fallocate(2) wait for pages that others hold
 * (dax_break_layout_inode(), fs/dax.c, for the whole file), and take all
 * entries of the file away by that, dirty or not. Where the caches are not
 * flushed when the power fails, what fsync(2) has promised is lost.
 *
 *	mkfs.xfs /dev/pmem0
 *	mount -o dax=always /dev/pmem0 /mnt
 *	cc -O2 -o dirty dax-dirty-lost.c && ./dirty /mnt
 *
 * Exits 0 if all was written back, 1 if something was not, 125 if nothing
 * could be tested.
 */
#define _GNU_SOURCE
#include <err.h>
#include <fcntl.h>
#include <linux/falloc.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PAGE = 4096, PAGES = 16, STORES = 4, UNTESTED = 125 };
enum { LENGTH = PAGES * PAGE, LAST = LENGTH - PAGE };

static char tracing[4096];

static void need(int holds, const char *what)
{
	if (!holds)
		err(UNTESTED, "%s", what);
}

static void set_trace(const char *file, const char *text)
{
	char path[8192];
	int fd;

	snprintf(path, sizeof(path), "%s/%s", tracing, file);
	fd = open(path, O_WRONLY | O_TRUNC);
	need(fd >= 0, path);
	need(write(fd, text, strlen(text)) >= 0, path);
	close(fd);
}

static int count_written_back(void)
{
	char path[8192], line[4096];
	int count = 0;
	FILE *trace;

	snprintf(path, sizeof(path), "%s/trace", tracing);
	trace = fopen(path, "r");
	need(trace != NULL, path);
	while (fgets(line, sizeof(line), trace))
		count += strstr(line, "dax_writeback_one: ") != NULL;
	fclose(trace);
	return count;
}

static int nothing(int fd)
{
	(void)fd;
	return 0;
}

static int punch_last(int fd)
{
	return fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, LAST,
			 PAGE);
}

static int zero_last(int fd)
{
	return fallocate(fd, FALLOC_FL_ZERO_RANGE | FALLOC_FL_KEEP_SIZE, LAST,
			 PAGE);
}

static int lengthen(int fd)
{
	return ftruncate(fd, LENGTH + PAGE);
}

static int shorten(int fd)
{
	return ftruncate(fd, LAST);
}

static int allocate_behind(int fd)
{
	return fallocate(fd, FALLOC_FL_KEEP_SIZE, LENGTH + PAGE, PAGE);
}

static const struct way {
	const char *what;
	int (*change)(int fd);
} ways[] = {
	{ "nothing", nothing },
	{ "punch of the last page", punch_last },
	{ "zeros into the last page", zero_last },
	{ "truncate, a page longer", lengthen },
	{ "truncate, a page shorter", shorten },
	{ "fallocate behind the end", allocate_behind },
};

/* Returns how many pages were written back, -1 where it cannot be tried. */
static int written_back(const char *folder, const struct way *way)
{
	static char old[LENGTH];
	volatile char *mapping;
	int count, failed;
	int fd = open(folder, O_TMPFILE | O_RDWR, 0600);

	need(fd >= 0, folder);
	memset(old, 'o', LENGTH);
	need(write(fd, old, LENGTH) == LENGTH, "write");
	need(!fsync(fd), "fsync");
	mapping = mmap(NULL, LENGTH, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	need(mapping != MAP_FAILED, "mmap");
	set_trace("trace", "");
	for (int page = 0; page < STORES; page++)
		mapping[page * PAGE] = 'n';
	failed = way->change(fd);
	need(!fsync(fd), "fsync");
	count = count_written_back();
	munmap((void *)mapping, LENGTH);
	close(fd);
	return failed ? -1 : count;
}

int main(int argc, char **argv)
{
	int lost = 0;

	if (argc < 2)
		errx(UNTESTED, "usage: %s DIRECTORY", argv[0]);
	snprintf(tracing, sizeof(tracing), "%s/tracing", argv[1]);
	need(!mkdir(tracing, 0700), tracing);
	need(!mount("none", tracing, "tracefs", 0, NULL), "tracefs");
	set_trace("events/fs_dax/dax_writeback_one/enable", "1");
	set_trace("tracing_on", "1");
	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
		int count = written_back(argv[1], &ways[i]);

		printf("%d stores, %s, fsync: %d written back\n", STORES,
		       ways[i].what, count);
		if (i == 0 && count < STORES)
			errx(UNTESTED, "the trace tells nothing");
		lost |= count >= 0 && count < STORES;
	}
	set_trace("events/fs_dax/dax_writeback_one/enable", "0");
	umount(tracing);
	rmdir(tracing);
	return lost;
}
