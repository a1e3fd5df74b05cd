/** Where the arena lies in the target file. */
import { HUGE_PAGE_BYTES, type Step } from '../scenarios/scenario.js';

/** The arena does not begin at offset zero: the thread's own test maps at 2 MiB, and huge pages need it aligned. */
export const ARENA_OFFSET_BYTES = HUGE_PAGE_BYTES;

/** The length of a step's arena in bytes. */
export function arenaBytes(step: Step): number {
  return step.holes * step.strideBytes;
}

/** The length in bytes that the target file needs for a step. */
export function fileBytes(step: Step): number {
  return ARENA_OFFSET_BYTES + arenaBytes(step);
}
