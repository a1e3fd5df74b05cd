/**
 * Which functions of the kernel a change of the file passes that meets nobody, in their order: the list of `probe-writer`,
 * and between them what the kernel tells of its own. They are the left column of a window in the change.
 */

import { pointName } from '../../native/probe-point.js';
import type { Step } from '../../scenarios/scenario.js';
import { CHANGES } from '../changes/list.js';
import { changePoints } from '../strategies/change-points.js';
import { CHANGE_NAMES } from '../strategies/told-points.js';
import { alone, STAMP } from './alone.js';
import { entriesTold } from './told-entries.js';

/**
 * Makes a step's change of a place that a mapping shows, on a cpu of its own.
 *
 * @param path the file that is raced; it is left with a page
 * @param filesystem as the kernel calls it
 * @returns the points by name; none where no probe can be set, or the change cannot be made
 */
export function changePath(path: string, step: Step, filesystem: string): string[] {
  const listed = changePoints(step.change);
  const points = [...listed, ...entriesTold(CHANGE_NAMES, filesystem, listed)];
  return alone(path, step, points, ({ fd, trace, load, offsetOf, keep }) => {
    const { performer } = CHANGES[step.change];
    const change = keep(performer({ fd, path, arena: step }), (one) => one.end?.());
    change.beginRound(STAMP);
    // The first time what is called may have to be made; the second change is the one that is looked at.
    for (const index of [0, 1]) {
      load(index);
      change.ready(index, offsetOf(index));
      trace.forget();
      change.perform();
    }
    const names = trace.passings().map(({ point }) => pointName(point));
    return [...new Set(names)];
  });
}
