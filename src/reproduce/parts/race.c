#define _GNU_SOURCE
#include <err.h>
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

#define DAX 1 /* whether the file must be on DAX */
#define FAULT_BYTES 4096 /* what the fault may map */
#define STRIDE_BYTES 4096 /* from place to place */
#define PLACES 256 /* attempts of a round */
#define LOAD_AT 0 /* of the place, in bytes */
#define LEAVES_DATA 1 /* else zeros */
#define BEFORE 0 /* zeros; 1: data, 2: other data, 3: that or zeros */
#define ATTEMPTS 1000 /* that see it with 99% */
#include "meetings/stagger/values.c"
#include "offsets/forward.c"
#define WHOLE(i) (PLACE(i) / FAULT_BYTES * FAULT_BYTES)
#include "loads/plain/values.c"
#define OLD_BYTE (new_byte + 128)
#define WAS (BEFORE > 1 ? OLD_BYTE : BEFORE * new_byte)
#define IS_WRONG(b) (b != after && b != WAS && (b || BEFORE < 3))
#define need(done) ((done) ? (void)0 : err(125, "%s", #done))

enum { PAGE = 4096, ARENA = 2 << 20, ARENA_BYTES = PLACES * STRIDE_BYTES };

static int fd;
static _Alignas(4096) unsigned char bytes[4 * FAULT_BYTES];
#include "meetings/stagger/shared.c"
#include "loads/plain/shared.c"

#include "loads/plain/functions.c"

#include "meetings/stagger/functions.c"

static void *writer(void *unused)
{
#include "changes/copy-range/begin.c"
#include "meetings/stagger/writer-seat.c"
	for (int i = 0;; i++) {
		off_t at = PLACE(i % PLACES);
#include "changes/copy-range/declare.c"

		returned = i;
#include "meetings/stagger/await.c"
#include "changes/copy-range/change.c"
	}
	return unused;
}

int main(int argc, char **argv)
{
	time_t end = time(NULL) + (argc > 2 ? atoi(argv[2]) : 30);
	int attempts = 0, early = 0, stale = 0, lasting = 0, first, then;
#include "loads/plain/declare.c"
#include "meetings/stagger/declare.c"
	char name[] = ".reproduce-XXXXXX";
	unsigned char *map, *byte, new_byte = 0, after;
	struct statx stat;
	pthread_t thread;

#include "loads/plain/catch.c"
	if (argc < 2)
		errx(125, "usage: %s DIRECTORY [SECONDS]", argv[0]);
	need(!chdir(argv[1]));
	fd = mkstemp(name);
	need(fd >= 0 && !unlink(name));
	need(!statx(fd, "", AT_EMPTY_PATH, 0, &stat));
	if (!!(stat.stx_attributes & STATX_ATTR_DAX) != DAX)
		errx(125, "%son DAX", DAX ? "not " : "");
#include "meetings/stagger/seat.c"
	need(!pthread_create(&thread, NULL, writer, NULL));
#include "meetings/stagger/reader-seat.c"
	do {
		new_byte = new_byte % 127 + 1;
		after = LEAVES_DATA ? new_byte : 0;
		need(!ftruncate(fd, 0));
		need(!ftruncate(fd, ARENA + MMAP_BYTES));
#include "places/sparse.c"
		memset(bytes, new_byte, sizeof(bytes));
		map = mmap(NULL, MMAP_BYTES, PROT_READ, MAP_SHARED, fd, ARENA);
		need(map != MAP_FAILED);
		madvise(map, MMAP_BYTES, FAULT_ADVICE);
		madvise(map, MMAP_BYTES, MADV_RANDOM);
		for (int i = 0; i < PLACES; i++) {
			byte = map + PLACE(i) - ARENA + LOAD_AT;
			attempts++;
#include "meetings/stagger/meet.c"
#include "meetings/stagger/wait.c"
			then = load(byte); /* begins behind the return */
			early += first != after;
#include "loads/plain/count.c"
			lasting += then != after && load(byte) != after;
		}
#include "meetings/stagger/round-end.c"
#include "changes/copy-range/check.c"
#include "loads/plain/check.c"
		munmap(map, MMAP_BYTES);
	} while (time(NULL) < end);
#include "loads/plain/tell.c"
}
