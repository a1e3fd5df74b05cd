/**
 * The memory that reader, writer and watcher share: named slots of one Int32Array. Each slot has a cache
 * line of its own, so that a thread that spins on one does not slow the thread that stores to another.
 */
const INTS_A_LINE = 16;

export const Slot = {
  /** Writer: this round's arena is ready. */
  ROUND: 0 * INTS_A_LINE,
  /** Reader: this round has been checked. */
  ROUND_CHECKED: 1 * INTS_A_LINE,
  /** Reader: attempt n may start (counted from 1 in each round), or OVER. */
  GO: 2 * INTS_A_LINE,
  /**
   * Writer: 2n - 1 as write(2) of attempt n is about to start, 2n when it has returned. By the latter the
   * writer is awake for the next attempt, so that the stagger alone decides who is ahead.
   */
  WRITE_STATE: 3 * INTS_A_LINE,
  /** Reader: the stagger of the attempt, in spins; the writer waits where it is negative. */
  STAGGER: 4 * INTS_A_LINE,
  /** Anyone: a Stop value. */
  STOP: 5 * INTS_A_LINE,
  /** Reader, writer: asleep in Atomics.wait, so that the peer must notify. */
  READER_SLEEPS: 6 * INTS_A_LINE,
  WRITER_SLEEPS: 7 * INTS_A_LINE,
  /** Reader: which of the step's strategies the next round takes. */
  STRATEGY: 8 * INTS_A_LINE,
  /** Reader: the probe point of the next attempt, where the round has a probe. */
  POINT: 9 * INTS_A_LINE,
  /** Reader: its thread, for the writer's probe. */
  READER_THREAD: 10 * INTS_A_LINE,
  /** Who has the probe: how many of its peer's calls have reached its point, or NO_PROBE; the reader, between attempts: 0. */
  REACHED: 11 * INTS_A_LINE,
  /** Writer: it has left this round, and its probe tells nothing more where it had one. */
  ROUND_LEFT: 12 * INTS_A_LINE,
  /** Second reader: its fault of attempt n has ended. */
  SECOND_READER: 13 * INTS_A_LINE,
  /** Second reader: asleep in Atomics.wait. */
  SECOND_READER_SLEEPS: 14 * INTS_A_LINE,
  /** Reader: where the second reader's mapping lies; its address takes two ints. */
  SECOND_READER_MAPPING: 15 * INTS_A_LINE,
  /** Second reader: its fault of attempt n ran at the same time as write(2). */
  SECOND_READER_MET: 16 * INTS_A_LINE,
  /** Reader: its own load of attempt n has ended, where a second reader may be waiting for that. */
  READER_LOADED: 17 * INTS_A_LINE,
  /** Writer: its thread, for the reader's probe. */
  WRITER_THREAD: 18 * INTS_A_LINE,
} as const;

export const SLOTS_BYTES = 19 * INTS_A_LINE * Int32Array.BYTES_PER_ELEMENT;

export const Stop = {
  NO: 0,
  /** End the round where it is, check it, and leave. */
  SOON: 1,
  /** A peer is gone: leave without waiting for anyone. */
  NOW: 2,
} as const;

/** In ROUND or GO: there is none to come. Larger than any count. */
export const OVER = 0x7fff_ffff;
/** Rounds of one step: the next one would be read as OVER. It ends there, after weeks. */
export const ROUNDS_LIMIT = OVER - 1;

/** WRITE_STATE of attempt n: write(2) is about to be called. */
export const writeBegun = (attempt: number): number => 2 * attempt - 1;
/** WRITE_STATE of attempt n: write(2) has returned. */
export const writeReturned = (attempt: number): number => 2 * attempt;

/**
 * Whether a load and write(2) ran at once: the write had not returned when the load began, and had begun when it ended.
 *
 * @param before WRITE_STATE just before the load, and `after` just behind it
 */
export function ranAtOnce(attempt: number, before: number, after: number): boolean {
  return before < writeReturned(attempt) && after >= writeBegun(attempt);
}

/** Of so many attempts one has the second reader wait until the first one's fault has ended. */
const FOLLOWS_EVERY = 4;

/**
 * Whether the second reader's fault comes after the first one's, and is not let go together with it. Where both race,
 * a busy machine may let the small fault win nearly always, and no huge page is ever raced: a share of the attempts
 * sees to it. There the small fault takes the huge entry apart, while write(2) is on its way.
 */
export const secondFollows = (attempt: number): boolean => attempt % FOLLOWS_EVERY === 0;
