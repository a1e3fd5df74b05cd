/**
 * Made-up histories with merges, of the shape that the kernel's have: a mainline that consists of merges nearly
 * alone, each of which brings a branch of some commits; branches that themselves have merged others; and branches that
 * were begun before the older end of the range, so that they do not descend from it.
 */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Commits of a branch that mainline merges, on average: about one commit in fifteen is a merge then. */
const BRANCH_MEAN = 16;
/** Of a branch that such a branch has merged, and how often one of its commits is such a merge. */
const NESTED_MEAN = 8;
const NESTED_SHARE = 0.02;
/** The share of branches that begin before the range, and how many merges of mainline others lie back at most. */
const OUTSIDE_SHARE = 0.3;
const FORK_BACK = 60;
/** The share of mainline that is no merge. */
const DIRECT_SHARE = 0.05;

type Random = ReturnType<typeof xoroshiro128plus>;

/** The parents of each commit of a history; the last one descends from all, but for none that descends from no other. */
export function makeHistory(count: number, seed: number): number[][] {
  const random = xoroshiro128plus(seed);
  const parents: number[][] = [[]];
  const mainline = [0];
  const add = (...above: number[]): number => parents.push(above) - 1;
  // Each turn adds a commit at least.
  while (parents.length < count) {
    const head = mainline.at(-1) ?? 0;
    const room = count - parents.length - 1;
    if (room < 1 || uniformFloat64(random) < DIRECT_SHARE) {
      mainline.push(add(head));
      continue;
    }
    const back = uniformInt(random, 0, Math.min(FORK_BACK, mainline.length - 1));
    const fork = mainline[mainline.length - 1 - back] ?? 0;
    const outside = uniformFloat64(random) < OUTSIDE_SHARE;
    const tip = addBranch(
      random,
      add,
      outside ? null : fork,
      Math.min(room, lengthOf(random, BRANCH_MEAN)),
    );
    mainline.push(add(head, tip));
  }
  return parents;
}

/** Adds so many commits, some of which are merges of branches from where this one began. Returns the last of them. */
function addBranch(
  random: Random,
  add: (...above: number[]) => number,
  fork: number | null,
  length: number,
): number {
  let tip = fork === null ? add() : add(fork);
  for (let left = length - 1; left > 0; left--) {
    const nested = Math.min(left - 1, lengthOf(random, NESTED_MEAN));
    if (nested < 1 || uniformFloat64(random) >= NESTED_SHARE) {
      tip = add(tip);
      continue;
    }
    let other = fork === null ? add() : add(fork);
    for (let more = 1; more < nested; more++) other = add(other);
    tip = add(tip, other);
    left -= nested;
  }
  return tip;
}

/** A length of at least 1, most of them short (a geometric distribution). */
function lengthOf(random: Random, mean: number): number {
  return 1 + Math.floor(Math.log(1 - uniformFloat64(random)) / Math.log(1 - 1 / mean));
}
