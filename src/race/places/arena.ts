/** Where the arena lies in the target file, and where the places lie in it. */
import { HUGE_PAGE_BYTES, PAGE_BYTES } from '../../native/page-sizes.js';

/** The arena does not begin at offset zero: the thread's own test maps at 2 MiB, and huge pages need it aligned. */
export const ARENA_OFFSET_BYTES = HUGE_PAGE_BYTES;

/**
 * How read fault and change meet: `in-turn`, the fault has ended before the change begins (a sequence, no
 * race); `at-once`, both are let go together and the stagger decides which of them is ahead.
 */
export type Meeting = 'in-turn' | 'at-once';

/** What is raced at once: one of these is an arena's worth of attempts. */
export interface ArenaShape {
  /** The size of page that a fault may map. */
  readonly pageBytes: typeof PAGE_BYTES | typeof HUGE_PAGE_BYTES;
  /** Bytes from one attempt's place to the next one's. */
  readonly strideBytes: number;
  /** Places in the arena: the attempts of one round. */
  readonly places: number;
  readonly meeting: Meeting;
}

/** The length of an arena in bytes. */
export function arenaBytes(shape: ArenaShape): number {
  return shape.places * shape.strideBytes;
}

/** The length in bytes that the target file needs for an arena. */
export function fileBytes(shape: ArenaShape): number {
  return ARENA_OFFSET_BYTES + arenaBytes(shape);
}

/** Primes that scatter the pages of huge places over them, so that place and round both count. */
const INDEX_PRIME = 211;
const STAMP_PRIME = 127;

/**
 * Where an attempt's place lies in the arena, in bytes; in the races over huge pages, at any page of one.
 *
 * @param index which place of the arena, counted from 0
 * @param stamp that of the round
 * @param backwards whether the arena is used up from its end
 */
export function placeBytes(
  shape: ArenaShape,
  index: number,
  stamp: number,
  backwards: boolean,
): number {
  const start = (backwards ? shape.places - 1 - index : index) * shape.strideBytes;
  if (shape.pageBytes !== HUGE_PAGE_BYTES || shape.meeting === 'in-turn') return start;
  const page = (index * INDEX_PRIME + stamp * STAMP_PRIME) % (HUGE_PAGE_BYTES / PAGE_BYTES);
  return start + page * PAGE_BYTES;
}
