/** The ends of a bisect: which part of a list lies between a good and a bad kernel, and in which direction. */
import path from 'node:path';
import { UsageError } from '../../errors.js';

export interface EndOptions {
  /** K of the good end; null for the list's own. */
  readonly good: string | null;
  readonly bad: string | null;
  /** Look for the fix: the bad end comes first in the list. */
  readonly firstFixed: boolean;
}

/**
 * The numbers of the kernels of a bisect, from the good end to the bad end.
 *
 * @param kernels the list, oldest first
 * @throws UsageError where an end is not in the list, or the two contradict each other
 */
export function bisectOrder(kernels: readonly string[], ends: EndOptions): number[] {
  const { firstFixed } = ends;
  if (kernels.length < 2) {
    throw new UsageError(
      'a bisect needs two kernels at least, a good one and a bad one: name more, or use holerace vm for one',
    );
  }
  const last = kernels.length - 1;
  const good = placeOf(kernels, ends.good, '--good', firstFixed ? last : 0);
  const bad = placeOf(kernels, ends.bad, '--bad', firstFixed ? 0 : last);
  if (good === bad) throw new UsageError('--good and --bad are the same kernel: give two');
  const [from, to] = firstFixed ? [bad, good] : [good, bad];
  if (from > to) {
    throw new UsageError(
      firstFixed
        ? 'the good kernel comes before the bad one in the list: leave out --first-fixed to look for the first bad one'
        : 'the bad kernel comes before the good one in the list: use --first-fixed to look for the fix',
    );
  }
  const order = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  return firstFixed ? order.reverse() : order;
}

function placeOf(
  kernels: readonly string[],
  k: string | null,
  option: string,
  byDefault: number,
): number {
  if (k === null) return byDefault;
  const place = kernels.findIndex((one) => one === k || path.resolve(one) === path.resolve(k));
  if (place >= 0) return place;
  throw new UsageError(`${option} ${k} is not in the list: name one of its kernels`);
}
