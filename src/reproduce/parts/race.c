#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define DAX 1			/* whether the file must be on DAX */
#define FAULT_BYTES 4096	/* what the fault may map */
#define STRIDE_BYTES 4096	/* from place to place */
#define PLACES 256		/* attempts of a round */
#define BACKWARDS 0		/* whether the last place comes first */
#define LOAD_AT 0		/* of the place, in bytes */
#define LEAVES_DATA 1		/* else zeros */
#define STAGGER 0		/* spins by which the load begins later */
#define STAGGER_WIDTH 2000	/* the same, how much more or less */
#define ATTEMPTS 1000		/* that see it with 99% */

enum { PAGE = 4096, ARENA = 2 << 20, ARENA_BYTES = PLACES * STRIDE_BYTES };
enum { STEP = STAGGER_WIDTH / 64 };	/* to keep half of the loads early */
enum { UNTESTED = 125, GOT_SIGBUS = -1 };

static int file;
static unsigned char old_byte, new_byte, bytes[4 * PAGE];
static atomic_int go, returned, stopping;	/* attempts, from 1 */
static atomic_int stagger;

static void need(int done, const char *what)
{
	if (done)
		return;
	printf("untested: %s: %s\n", what, strerror(errno));
	exit(UNTESTED);
}

static off_t place_of(int i)
{
	off_t page = FAULT_BYTES > PAGE ? i * 211 % 512 * PAGE : 0;

	i = BACKWARDS ? PLACES - 1 - i : i;
	return ARENA + (off_t)i * STRIDE_BYTES + page;
}

/* Aligned for huge pages: the filesystem sees to it (thp_get_unmapped_area). */
static unsigned char *map_arena(void)
{
	unsigned char *map = mmap(NULL, ARENA_BYTES, PROT_READ, MAP_SHARED,
				  file, ARENA);

	need(map != MAP_FAILED, "mmap");
	if (FAULT_BYTES == PAGE)
		madvise(map, ARENA_BYTES, MADV_NOHUGEPAGE);
	madvise(map, ARENA_BYTES, MADV_RANDOM);
	return map;
}

#include "loads/plain.c"
#include "meetings/stagger.c"
#include "places/sparse.c"
#include "changes/write.c"

static void wait_for(atomic_int *slot, int attempt)
{
	while (atomic_load(slot) < attempt && !atomic_load(&stopping))
		relax();
}

static void *writer(void *unused)
{
	need(seat(1), "a seat for the writer");
	for (int i = 0;; i++) {
		await_go(i + 1);
		if (atomic_load(&stopping))
			return unused;
		delay_change();
		change(i % PLACES, place_of(i % PLACES));
		atomic_store(&returned, i + 1);
	}
}

int main(int argc, char **argv)
{
	time_t end = time(NULL) + (argc > 2 ? atoi(argv[2]) : 30);
	char name[] = ".reproduce-XXXXXX";
	unsigned long attempts = 0, early = 0, stale = 0, lasting = 0, bus = 0;
	int after, first, then, centre = STAGGER;
	unsigned char *map, *byte;
	pthread_t thread;
	struct statx stat;

	need(argc > 1 && !chdir(argv[1]), "usage: DIRECTORY [SECONDS]");
	file = mkstemp(name);
	need(file >= 0 && !unlink(name), "mkstemp");
	need(!statx(file, "", AT_EMPTY_PATH, 0, &stat), "statx");
	errno = ENOTSUP;
	need(!(stat.stx_attributes & STATX_ATTR_DAX) == !DAX, "DAX or not");
	need(catch_sigbus() && seat(0) &&
	     !pthread_create(&thread, NULL, writer, NULL), "setting up");
	for (int round = 0; time(NULL) < end; round++) {
		new_byte = 1 + round % 127;
		old_byte = new_byte + 128;
		after = LEAVES_DATA ? new_byte : 0;
		memset(bytes, new_byte, sizeof(bytes));
		need(!ftruncate(file, 0) &&
		     !ftruncate(file, ARENA + ARENA_BYTES), "ftruncate");
		make_places();
		map = map_arena();
		for (int i = 0; i < PLACES; i++) {
			byte = map + place_of(i) - ARENA + LOAD_AT;
			atomic_store(&stagger, centre - STAGGER_WIDTH +
					       rand() % (2 * STAGGER_WIDTH));
			first = let_go(++attempts, byte);
			wait_for(&returned, attempts);
			then = load(byte);	/* begins behind the return */
			early += first != after;
			centre += first != after ? STEP : -STEP;
			stale += then != after && then != GOT_SIGBUS;
			bus += then == GOT_SIGBUS;
			lasting += then != after && load(byte) != after;
		}
		munmap(map, ARENA_BYTES);
	}
	atomic_store(&stopping, 1);
	printf("%lu attempts, %lu early, %lu stale, %lu SIGBUS, %lu lasting\n",
	       attempts, early, stale, bus, lasting);
	return stale || bus ? 1 : attempts < ATTEMPTS ? UNTESTED : 0;
}
