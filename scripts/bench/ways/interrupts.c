/*
 * Interrupts that stretch the reader's window: those that another cpu sends to all cpus on which the process
 * runs, for a TLB flush (Lee and others, 2021, "ExpRace") or for membarrier(2).
 */
#define _GNU_SOURCE
#include <linux/membarrier.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "fail.h"
#include "ways.h"

static unsigned char *touched;

static void map_page(void)
{
	touched = mmap(NULL, PAGE_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (touched == MAP_FAILED)
		fail("mmap");
}

/* It takes the lock of the address space to read, as a fault does: both can run at once (mm/madvise.c). */
static void *drop_pages(void *unused)
{
	while (!atomic_load(&race.over)) {
		*touched = 1;
		madvise(touched, PAGE_BYTES, MADV_DONTNEED);
	}
	return unused;
}

/* It takes that lock to write: it waits for the fault to be over (mm/mprotect.c). */
static void *protect_pages(void *unused)
{
	while (!atomic_load(&race.over)) {
		mprotect(touched, PAGE_BYTES, PROT_READ | PROT_WRITE);
		*touched = 1;
		mprotect(touched, PAGE_BYTES, PROT_READ);
	}
	return unused;
}

static void membarrier(int command)
{
	if (syscall(SYS_membarrier, command, 0, 0))
		fail("membarrier");
}

static void register_barriers(void)
{
	membarrier(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED);
}

static void *send_barriers(void *unused)
{
	while (!atomic_load(&race.over))
		membarrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED);
	return unused;
}

static void send_barrier(int stagger)
{
	spin(-stagger);
	membarrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED);
}

const struct way interrupt_ways[] = {
	{
		.name = "shootdown-dontneed",
		.about = "a third thread flushes TLBs, by madvise(2) of a page that it touches",
		.reader_cpu = ANYWHERE,
		.writer_cpu = ANYWHERE,
		.prepare = map_page,
		.third = drop_pages,
	},
	{
		.name = "shootdown-mprotect",
		.about = "a third thread flushes TLBs, by mprotect(2)",
		.reader_cpu = ANYWHERE,
		.writer_cpu = ANYWHERE,
		.prepare = map_page,
		.third = protect_pages,
	},
	{
		.name = "membarrier-third",
		.about = "a third thread sends membarrier(2) interrupts",
		.reader_cpu = ANYWHERE,
		.writer_cpu = ANYWHERE,
		.prepare = register_barriers,
		.third = send_barriers,
	},
	{
		.name = "membarrier-writer",
		.about = "the writer sends one just before it writes",
		.reader_cpu = ANYWHERE,
		.writer_cpu = ANYWHERE,
		.prepare = register_barriers,
		.before_write = send_barrier,
	},
	{ 0 },
};
