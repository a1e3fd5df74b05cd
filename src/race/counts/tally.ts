/** The counts of a step, in shared memory, one tally for each strategy: the reader alone stores, anyone may look. */
import type { PointCounts } from '../strategies/probe-points.js';

const NAMES = [
  'attempts',
  'overlapped',
  'early',
  'late',
  'stale',
  'lasting',
  'hugeFaults',
  /** Racing time, noted once a round. */
  'seconds',
  /** Rounds whose extents were seen to be as declared, before the first attempt and after the last. */
  'provedRounds',
  /** Time of all cpus in this process while it raced. */
  'cpuSeconds',
  'rounds',
  /** Attempts of which it is known what their fault has mapped. */
  'hugeLooks',
  /** Attempts not as their strategy is: the writer still slept when it was let go, or the kernel lacks a probe's point. */
  'discarded',
  /** 1 where the way has turned out not to be there: no fault passes any of its probe's points. */
  'retired',
  /** Attempts of which a load got SIGBUS where the file has data. */
  'sigbus',
  /** Points of the kernel at which a probe has had a turn, those of them that calls have passed, and those of its list to come. */
  'points',
  'pointsPassed',
  'pointsLeft',
  /** Time at points until each of its list had its turn. */
  'pointsSeconds',
  /** Of the points those of which the kernel has told, and of those the ones that calls have passed. */
  'pointsTold',
  'pointsToldPassed',
] as const;

/** Counts of attempts and of what came of them. */
export type Counts = Record<(typeof NAMES)[number], number>;

export const Count = {
  ATTEMPTS: 0,
  OVERLAPPED: 1,
  EARLY: 2,
  LATE: 3,
  STALE: 4,
  LASTING: 5,
  HUGE_FAULTS: 6,
  SECONDS: 7,
  PROVED_ROUNDS: 8,
  CPU_SECONDS: 9,
  ROUNDS: 10,
  HUGE_LOOKS: 11,
  DISCARDED: 12,
  RETIRED: 13,
  SIGBUS: 14,
  POINTS: 15,
  POINTS_PASSED: 16,
  POINTS_LEFT: 17,
  POINTS_SECONDS: 18,
  POINTS_TOLD: 19,
  POINTS_TOLD_PASSED: 20,
} as const;

/** Float64: exact up to 2^53, where an Int32 would overflow within hours. */
export const TALLY_BYTES = NAMES.length * Float64Array.BYTES_PER_ELEMENT;

/** Adds to a count. */
export function count(tally: Float64Array, which: number, more = 1): void {
  tally[which] = (tally[which] ?? 0) + more;
}

/** Notes how far a strategy's probe has come by now, where it has one. */
export function notePoints(tally: Float64Array, points: PointCounts | null): void {
  if (points === null) return;
  tally[Count.POINTS] = points.tried;
  tally[Count.POINTS_PASSED] = points.passed;
  tally[Count.POINTS_LEFT] = points.left;
  tally[Count.POINTS_SECONDS] = points.seconds;
  tally[Count.POINTS_TOLD] = points.toldTried;
  tally[Count.POINTS_TOLD_PASSED] = points.toldPassed;
}

/** The tally at an offset of a shared memory. */
export function tallyAt(memory: SharedArrayBuffer, offsetBytes: number): Float64Array {
  return new Float64Array(memory, offsetBytes, NAMES.length);
}

/** All counts as they are now. */
export function countsOf(tally: Float64Array): Counts {
  return Object.fromEntries(NAMES.map((name, index) => [name, tally[index] ?? 0])) as Counts;
}

/** The counts of two steps together. */
export function addCounts(one: Counts, other: Counts): Counts {
  return Object.fromEntries(NAMES.map((name) => [name, one[name] + other[name]])) as Counts;
}

/** No counts at all. */
export function noCounts(): Counts {
  return countsOf(new Float64Array(NAMES.length));
}
