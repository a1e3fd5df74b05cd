/**
 * How the kernel schedules the calling thread: sched_setaffinity(2), sched_setscheduler(2) and
 * clock_nanosleep(2), each of which means the one thread that calls it, through koffi.
 */
import koffi from 'koffi';

const libc = koffi.load('libc.so.6');

const getAffinity = libc.func('int sched_getaffinity(int pid, size_t size, _Out_ uint8_t *mask)');
const setAffinity = libc.func('int sched_setaffinity(int pid, size_t size, const uint8_t *mask)');
const setScheduler = libc.func('int sched_setscheduler(int pid, int policy, const int *priority)');
const nanosleep = libc.func(
  'int clock_nanosleep(int clock, int flags, const int *request, void *remain)',
);

/** The calling thread, in each of these calls. */
const SELF = 0;
/** A mask for 8,192 cpus, as many as Linux can be built for. */
const MASK_BYTES = 1024;
/** sched(7). */
const SCHED_OTHER = 0;
const SCHED_FIFO = 1;
const CLOCK_MONOTONIC = 1;
/** Above every ordinary thread, below whatever else is real-time. */
const LOWEST_PRIORITY = 1;

/** The cpus on which a thread may run: a mask as sched_setaffinity(2) takes it. */
export type Affinity = Uint8Array;

/** The calling thread's affinity. */
export function affinity(): Affinity {
  const mask = new Uint8Array(MASK_BYTES);
  getAffinity(SELF, MASK_BYTES, mask);
  return mask;
}

/** Moves the calling thread to the cpus of a mask. Returns whether the kernel has taken it. */
export function moveTo(mask: Affinity): boolean {
  return setAffinity(SELF, MASK_BYTES, mask) === 0;
}

/** The mask of the first cpu of a mask alone. */
export function firstOf(mask: Affinity): Affinity {
  const first = new Uint8Array(MASK_BYTES);
  const at = mask.findIndex((byte) => byte !== 0);
  const byte = mask[at] ?? 0;
  if (at >= 0) first[at] = byte & -byte;
  return first;
}

/** The mask of the second cpu of a mask alone, of the first where there is no other. */
export function secondOf(mask: Affinity): Affinity {
  const first = firstOf(mask);
  const others = mask.map((byte, at) => byte & ~(first[at] ?? 0));
  return others.some((byte) => byte !== 0) ? firstOf(others) : first;
}

/**
 * Has the calling thread go before every ordinary one (SCHED_FIFO), or be ordinary again.
 *
 * @returns whether it was allowed to; it takes CAP_SYS_NICE, or a limit of RLIMIT_RTPRIO
 */
export function goFirst(first: boolean): boolean {
  const [policy, priority] = first ? [SCHED_FIFO, LOWEST_PRIORITY] : [SCHED_OTHER, 0];
  return setScheduler(SELF, policy, Int32Array.of(priority)) === 0;
}

/** A sleep of the calling thread that allocates nothing. */
export class Sleep {
  /** struct timespec: the low and high halves of the seconds and of the nanoseconds. */
  readonly #request = new Int32Array(4);

  /** @param nanoseconds less than a second */
  for(nanoseconds: number): void {
    this.#request[2] = nanoseconds;
    nanosleep(CLOCK_MONOTONIC, 0, this.#request, null);
  }
}
