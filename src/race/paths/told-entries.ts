/** What the kernel tells of its own functions, beside those of a list. */
import { functionsLike } from '../../native/kernel-symbols.js';
import type { ProbePoint } from '../../native/probe-point.js';
import { fits, type Names, symbolsTold } from '../strategies/told-points.js';

/** To set a probe for the first time takes an emulated guest a tenth of a second. */
const TOLD_CEILING = 160;

/**
 * The entries of functions that the kernel tells, and that are in no list: each is looked at there alone.
 *
 * @param filesystem as the kernel calls it
 */
export function entriesTold(
  names: Names,
  filesystem: string,
  listed: readonly ProbePoint[],
): ProbePoint[] {
  const told = functionsLike((name) => fits(names, filesystem, name));
  return symbolsTold(names, told, filesystem, listed)
    .slice(0, TOLD_CEILING)
    .map((symbol) => ({ symbol, at: 'entry' }));
}
