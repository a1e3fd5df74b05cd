/** Where the arena lies in the target file. */
import { HUGE_PAGE_BYTES, PAGE_BYTES, type Step } from '../../scenarios/scenario.js';

/** The arena does not begin at offset zero: the thread's own test maps at 2 MiB, and huge pages need it aligned. */
export const ARENA_OFFSET_BYTES = HUGE_PAGE_BYTES;

/** The length of a step's arena in bytes. */
export function arenaBytes(step: Step): number {
  return step.places * step.strideBytes;
}

/** The length in bytes that the target file needs for a step. */
export function fileBytes(step: Step): number {
  return ARENA_OFFSET_BYTES + arenaBytes(step);
}

/** Primes that scatter the pages of huge places over them, so that hole and round both count. */
const HOLE_PRIME = 211;
const STAMP_PRIME = 127;

/**
 * Where an attempt's place lies in the arena, in bytes; in the races over huge pages, at any page of one.
 *
 * @param stamp that of the round
 * @param backwards whether the arena is used up from its end
 */
export function placeBytes(step: Step, index: number, stamp: number, backwards: boolean): number {
  const start = (backwards ? step.places - 1 - index : index) * step.strideBytes;
  if (step.pageBytes !== HUGE_PAGE_BYTES || step.meeting === 'in-turn') return start;
  const page = (index * HOLE_PRIME + stamp * STAMP_PRIME) % (HUGE_PAGE_BYTES / PAGE_BYTES);
  return start + page * PAGE_BYTES;
}
