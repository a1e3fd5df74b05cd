/**
 * Which functions of the kernel a read fault passes that meets nobody, in their order: the list of `probe`, and between
 * them what the kernel tells of its own. They are the left column of a window (docs/reproduce.md).
 */

import { pointName } from '../../native/probe-point.js';
import type { Passing } from '../../native/thread-trace.js';
import type { Step } from '../../scenarios/scenario.js';
import { FAULT_POINTS } from '../strategies/fault-points.js';
import { FAULT_NAMES } from '../strategies/told-points.js';
import { alone } from './alone.js';
import { entriesTold } from './told-entries.js';

/**
 * Has one read fault on the first place of a step, on a cpu of its own.
 *
 * @param path the file that is raced; it is left with a page
 * @param filesystem as the kernel calls it
 * @returns the points by name; none where no probe can be set, or the place cannot be made
 */
export function faultPath(path: string, step: Step, filesystem: string): string[] {
  const points = [...FAULT_POINTS, ...entriesTold(FAULT_NAMES, filesystem, FAULT_POINTS)];
  return alone(path, step, points, ({ trace, load }) => {
    // The first time what is called faults itself; the fault on the first place is the one that is looked at.
    for (const index of [step.places - 1, 0]) {
      trace.forget();
      load(index);
    }
    return pathIn(trace.passings());
  });
}

/** What every fault passes, on ordinary memory too. */
const OF_EVERY_FAULT: readonly string[] = ['handle_mm_fault', 'finish_fault'];
const FAULT_BEGINS = 'handle_mm_fault entry';
const FAULT_ENDS = 'handle_mm_fault return';

/**
 * The points of the one fault on the file, each where it is passed first. Faults on ordinary memory may have come before
 * it and behind it.
 *
 * @param passings in the order of time
 */
export function pathIn(passings: readonly Passing[]): string[] {
  const ofFile = passings.findIndex(({ point }) => !OF_EVERY_FAULT.includes(point.symbol));
  const names = passings.map(({ point }) => pointName(point));
  const from = names.slice(0, Math.max(0, ofFile)).lastIndexOf(FAULT_BEGINS);
  const ofFault = names.slice(Math.max(0, from));
  const ends = ofFault.indexOf(FAULT_ENDS);
  return [...new Set(ends < 0 ? ofFault : ofFault.slice(0, ends + 1))];
}
