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
  /** Reader: attempt n is next (counted from 1 in each round), or OVER. */
  CALL: 2 * INTS_A_LINE,
  /** Writer: awake for attempt n. */
  HERE: 3 * INTS_A_LINE,
  /** Reader: attempt n may start. Both are awake, so that the stagger alone decides who is ahead. */
  GO: 4 * INTS_A_LINE,
  /** Writer: 2n - 1 as write(2) of attempt n is about to start, 2n when it has returned. */
  WRITE_STATE: 5 * INTS_A_LINE,
  /** Reader: the stagger of the attempt, in spins; the writer waits where it is negative. */
  STAGGER: 6 * INTS_A_LINE,
  /** Anyone: a Stop value. */
  STOP: 7 * INTS_A_LINE,
  /** Reader, writer: asleep in Atomics.wait, so that the peer must notify. */
  READER_SLEEPS: 8 * INTS_A_LINE,
  WRITER_SLEEPS: 9 * INTS_A_LINE,
  /** Reader: which of the step's ways to widen the race the next round takes. */
  WIDENING: 10 * INTS_A_LINE,
} as const;

export const SLOTS_BYTES = 11 * INTS_A_LINE * Int32Array.BYTES_PER_ELEMENT;

export const Stop = {
  NO: 0,
  /** End the round where it is, check it, and leave. */
  SOON: 1,
  /** A peer is gone: leave without waiting for anyone. */
  NOW: 2,
} as const;

/** In ROUND or CALL: there is none to come. Larger than any count. */
export const OVER = 0x7fff_ffff;

/** WRITE_STATE of attempt n: write(2) is about to be called. */
export const writeBegun = (attempt: number): number => 2 * attempt - 1;
/** WRITE_STATE of attempt n: write(2) has returned. */
export const writeReturned = (attempt: number): number => 2 * attempt;
