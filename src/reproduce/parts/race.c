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
#define LOAD_AT 0		/* of the place, in bytes */
#define LEAVES_DATA 1		/* else zeros */
#define ATTEMPTS 1000		/* that see it with 99% */
#include "offsets/forward.c"
#define WHOLE(i) (PLACE(i) / FAULT_BYTES * FAULT_BYTES)
#include "owners/none/map.c"

enum { PAGE = 4096, ARENA = 2 << 20, ARENA_BYTES = PLACES * STRIDE_BYTES };
enum { UNTESTED = 125, GOT_SIGBUS = -1 };

static int file, attempts, was_early;
static unsigned char old_byte, new_byte, after;
static _Alignas(4096) unsigned char bytes[4 * FAULT_BYTES];
static atomic_int returned = -1;	/* attempts; 0 once seated */

static void need(int done, const char *what)
{
	if (!done && printf("untested: %s: %m\n", what))
		exit(UNTESTED);
}

static unsigned char *map_arena(int protection)
{
	unsigned char *map = mmap(NULL, MAPPED_BYTES, protection, MAP_SHARED,
				  file, ARENA);

	need(map != MAP_FAILED, "mmap");
	madvise(map, MAPPED_BYTES,
		FAULT_BYTES > PAGE ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);
	madvise(map, MAPPED_BYTES, MADV_RANDOM);
	return map;
}

#include "loads/plain/load.c"

#include "meetings/stagger.c"

static void *writer(void *unused)
{
	need(seat(1), "a seat for the writer");
	for (int i = 0;; i++) {
		off_t at = PLACE(i % PLACES);

		returned = i;
		await_go();
#include "changes/write.c"
	}
	return unused;
}

int main(int argc, char **argv)
{
	time_t end = time(NULL) + (argc > 2 ? atoi(argv[2]) : 30);
	char name[] = ".reproduce-XXXXXX";
	int then, early = 0, stale = 0, lasting = 0, bus = 0;
	unsigned char *map, *byte;
	struct statx stat;

#include "loads/plain/catch.c"
	need(argc > 1 && !chdir(argv[1]), "usage: DIRECTORY [SECONDS]");
	need((file = mkstemp(name)) >= 0 && !unlink(name), "mkstemp");
	need(!statx(file, "", AT_EMPTY_PATH, 0, &stat), "statx");
	errno = ENOTSUP;
	need(!(stat.stx_attributes & STATX_ATTR_DAX) == !DAX, "DAX or not");
	need(!pthread_create(&(pthread_t){ 0 }, NULL, writer, NULL), "writer");
	need(seat(0), "a seat for the reader");
	wait_for(&returned, 0);
	do {
		new_byte = new_byte % 127 + 1;
		old_byte = new_byte + 128;
		after = LEAVES_DATA ? new_byte : 0;
		need(!ftruncate(file, 0) &&
		     !ftruncate(file, ARENA + MAPPED_BYTES), "ftruncate");
#include "places/sparse.c"
		memset(bytes, new_byte, sizeof(bytes));
		map = map_arena(PROT_READ);
		for (int i = 0; i < PLACES; i++) {
			byte = map + PLACE(i) - ARENA + LOAD_AT;
			attempts++;
			was_early = meet(byte) != after;
			wait_for(&returned, attempts);
			then = load(byte);	/* begins behind the return */
			early += was_early;
			stale += then != after && then != GOT_SIGBUS;
			bus += then == GOT_SIGBUS;
			lasting += then != after && load(byte) != after;
		}
#include "owners/none/check.c"
		munmap(map, MAPPED_BYTES);
	} while (time(NULL) < end);
#include "owners/none/tell.c"
}
