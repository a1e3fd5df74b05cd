/**
 * What a commit costs before it can be run, in runs: the seconds of its build by those that builds have taken so far,
 * over the seconds of a run. A build near the one before it compiles less again than one far away: its seconds are
 * taken to grow with the logarithm of the commits that lie between, as those of this journal say.
 */
import type { Commits } from '../bisect/graph/commits.js';
import type { CampaignBuild, CampaignRun } from '../journal/records.js';

/** Before any build or run has told better: a small configuration on a few cores, and a short race in a guest. */
const BUILD_SECONDS = 200;
const RUN_SECONDS = 20;
/** Nothing is estimated to take less. */
const LEAST_SECONDS = 1;
/** Builds behind the first one from which the two numbers of a line can be told. */
const POINTS_LEAST = 3;

/** A build, as far as its cost goes. */
type TimedBuild = Pick<CampaignBuild, 'kernel' | 'seconds' | 'failed'>;
type TimedRun = Pick<CampaignRun, 'kernel' | 'seconds'>;

interface Point {
  readonly x: number;
  readonly seconds: number;
}

/**
 * The cost of each commit by now.
 *
 * @param builds the builds of the journal, in their order
 * @param runs its runs
 * @returns for a commit, what has to be done before its next run, in runs
 */
export function costsOf(
  commits: Commits,
  builds: readonly TimedBuild[],
  runs: readonly TimedRun[],
): (commit: number) => number {
  const there = new Set([
    ...builds.filter(({ failed }) => failed === null).map(({ kernel }) => kernel),
    ...runs.map(({ kernel }) => kernel),
  ]);
  const runSeconds = Math.max(LEAST_SECONDS, meanOf(runs) ?? RUN_SECONDS);
  const secondsOf = buildSeconds(commits, builds);
  return (commit) => (there.has(commit) ? 0 : secondsOf(commit) / runSeconds);
}

/** For a commit, the seconds that its build will take as the next one. */
function buildSeconds(commits: Commits, builds: readonly TimedBuild[]) {
  const last = builds.at(-1);
  if (last === undefined) return () => BUILD_SECONDS;
  // The first build compiles everything.
  const later = builds.slice(1);
  const line = later.length < POINTS_LEAST ? null : lineThrough(pointsOf(commits, builds));
  if (line === null) {
    const flat = Math.max(LEAST_SECONDS, meanOf(later.length > 0 ? later : builds) ?? 0);
    return () => flat;
  }
  const distances = distancesFrom(commits, last.kernel);
  return (commit: number): number =>
    Math.max(LEAST_SECONDS, line.base + line.slope * Math.log2(1 + (distances[commit] ?? 0)));
}

/** For each build but the first, how far it was from the one before it, and its seconds. */
function pointsOf(commits: Commits, builds: readonly TimedBuild[]): Point[] {
  return builds.slice(1).map(({ kernel, seconds }, index) => {
    const distance = distanceBetween(commits, builds[index]?.kernel ?? 0, kernel);
    return { x: Math.log2(1 + distance), seconds };
  });
}

/** Least squares; no build is cheaper for being farther away. */
function lineThrough(points: readonly Point[]): { base: number; slope: number } {
  const x = points.reduce((sum, one) => sum + one.x, 0) / points.length;
  const y = points.reduce((sum, one) => sum + one.seconds, 0) / points.length;
  const spread = points.reduce((sum, one) => sum + (one.x - x) ** 2, 0);
  const together = points.reduce((sum, one) => sum + (one.x - x) * (one.seconds - y), 0);
  const slope = spread === 0 ? 0 : Math.max(0, together / spread);
  return { base: y - slope * x, slope };
}

/** The commits that one of two has and the other lacks. */
function distanceBetween(commits: Commits, one: number, other: number): number {
  const [here, there] = [commits.ancestorsOf(one), commits.ancestorsOf(other)];
  return here.reduce((sum, mark, commit) => sum + (mark === there[commit] ? 0 : 1), 0);
}

/** The same, from one commit to each. */
function distancesFrom(commits: Commits, commit: number): Float64Array {
  const own = Float64Array.from(commits.ancestorsOf(commit));
  const size = own.reduce((sum, mark) => sum + mark, 0);
  const shared = commits.sumsOverAncestors(own, 1);
  const all = commits.sumsOverAncestors(new Float64Array(commits.count).fill(1), 1);
  return all.map((ancestors, one) => ancestors + size - 2 * (shared[one] ?? 0));
}

function meanOf(timed: readonly { readonly seconds: number }[]): number | null {
  if (timed.length === 0) return null;
  return timed.reduce((sum, { seconds }) => sum + seconds, 0) / timed.length;
}
