/** A place of a step, made in the file that is raced and loaded through a mapping, on a cpu that nobody else races on. */
import { closeSync, openSync } from 'node:fs';
import { truncate } from '../../native/extents.js';
import { addressOf, unmap } from '../../native/libc.js';
import { forbidHugePages, forbidReadahead, mapShared } from '../../native/mmap.js';
import { HUGE_PAGE_BYTES, PAGE_BYTES } from '../../native/page-sizes.js';
import { Peek } from '../../native/peek.js';
import type { ProbePoint } from '../../native/probe-point.js';
import { affinity, firstOf, moveTo } from '../../native/scheduling.js';
import { ThreadTrace } from '../../native/thread-trace.js';
import type { Step } from '../../scenarios/scenario.js';
import { CHANGES } from '../changes/list.js';
import { ARENA_OFFSET_BYTES, placeBytes } from '../places/arena.js';
import { mappedBytes, PLACES } from '../places/list.js';
import { roundMaker } from '../places/round.js';
import { Owned } from '../threads/owned.js';

/** Any stamp but zero. */
export const STAMP = 7;
/** Nobody hears of the race meanwhile, and to take the probes away again takes more than twice as long (docs/performance.md). */
const SETTING_LIMIT_MS = 20_000;

/** What can be done there. */
export interface Alone {
  readonly fd: number;
  readonly trace: ThreadTrace;
  /** Loads from a place as a reader does, by the kernel and in this thread's name: there may be no page. */
  readonly load: (index: number) => void;
  /** Where a place lies in the file. */
  readonly offsetOf: (index: number) => number;
  /** Gives something back at the end. */
  readonly keep: Owned['keep'];
}

/**
 * Does something there.
 *
 * @param path the file that is raced; it is left with a page
 * @param points those that are traced in this thread
 * @param what returns the points that were passed
 * @returns none where no probe can be set, or the place cannot be made
 */
export function alone(
  path: string,
  step: Step,
  points: readonly ProbePoint[],
  what: (place: Alone) => string[],
): string[] {
  const owned = new Owned();
  const before = affinity();
  try {
    const fd = owned.keep(openSync(path, 'r+'), closeSync);
    owned.keep(fd, () => truncate(fd, PAGE_BYTES));
    const { rule } = CHANGES[step.change];
    roundMaker(PLACES[step.place], { fd, shape: step, aim: rule })(STAMP);
    const mapping = owned.keep(mapShared(fd, ARENA_OFFSET_BYTES, mappedBytes(step)), unmap);
    if (step.pageBytes !== HUGE_PAGE_BYTES) forbidHugePages(mapping);
    forbidReadahead(mapping);
    const peek = owned.keep(new Peek(addressOf(mapping)), (one) => one.close());
    // One clock for all of them.
    moveTo(firstOf(before));
    const trace = owned.keep(new ThreadTrace(points, SETTING_LIMIT_MS), (one) => one.close());
    const inArena = (index: number) => placeBytes(step, index, STAMP, rule.backwards);
    return what({
      ...{ fd, trace },
      load: (index) => peek.byteAt(inArena(index) + rule.loadOffsetBytes(index)),
      offsetOf: (index) => ARENA_OFFSET_BYTES + inArena(index),
      keep: (one, giveBack) => owned.keep(one, giveBack),
    });
  } catch {
    return [];
  } finally {
    owned.close();
    moveTo(before);
  }
}
