/**
 * Which commits a bisect is likely to want next, while one is raced: what it would want if that one turned out to be
 * bad, and what if it turned out to be good. They follow from the counts alone, as the bisect's own steps do.
 */
import { type CostOf, decideOnGraph } from '../bisect/graph/decision.js';
import { graphPosterior, type Range } from '../bisect/graph/posterior.js';
import { at } from '../bisect/posterior.js';
import type { StepSettings } from '../bisect/steps.js';
import type { KernelCounts } from '../run-counts.js';

/** So many runs of one commit are thought ahead, its clean ones in steps that double. */
const CLEAN_RUNS_AHEAD = [1, 2, 4, 8, 16, 32, 64];
const STALE_RUNS_AHEAD = [1, 2, 3];

export interface Ahead {
  readonly range: Range;
  readonly counts: readonly KernelCounts[];
  readonly settings: StepSettings;
  readonly costOf: CostOf;
}

/**
 * The commits that are likely to be run behind one that is being run, the likelier one first: two at the most.
 *
 * @param running the commit that is being run
 */
export function likelyNext(ahead: Ahead, running: number): number[] {
  const ifBad = wantedAfter(ahead, running, 'stale', STALE_RUNS_AHEAD);
  const ifGood = wantedAfter(ahead, running, 'clean', CLEAN_RUNS_AHEAD);
  const both = isBadBy(ahead, running) >= 0.5 ? [ifBad, ifGood] : [ifGood, ifBad];
  return [...new Set(both)].filter((one) => one !== null);
}

/** The next other commit once this one was stale, or clean, often enough to be left. */
function wantedAfter(
  { range, counts, settings, costOf }: Ahead,
  running: number,
  verdict: 'stale' | 'clean',
  more: readonly number[],
): number | null {
  const own = at(counts, running);
  for (const runs of more) {
    const then = counts.with(running, { ...own, [verdict]: own[verdict] + runs });
    const step = decideOnGraph(range, then, settings, costOf);
    if (step.next !== 'run') return null;
    if (step.kernel !== running) return step.kernel;
  }
  return null;
}

/** The probability that a commit is bad. */
function isBadBy({ range, counts }: Ahead, commit: number): number {
  const posterior = graphPosterior(range, counts);
  if (posterior === null) return 1;
  const ancestors = range.commits.ancestorsOf(commit);
  const changed = posterior.probabilities.reduce(
    (sum, probability, one) => sum + (ancestors[one] === 1 ? probability : 0),
    0,
  );
  return range.looksFor === 'first-bad' ? changed : 1 - changed;
}
