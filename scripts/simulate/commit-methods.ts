/** Ways to find the first bad commit of a graph: holerace's own, and those of git. */

import type { BisectSettings } from '../../src/campaign/bisect/decision.js';
import type { Commits } from '../../src/campaign/bisect/graph/commits.js';
import { decideOnGraph } from '../../src/campaign/bisect/graph/decision.js';
import { isThere, NO_RUNS, withRun } from '../../src/campaign/run-counts.js';

/** A made-up detector: one run of a commit, stale or not. */
export type Detector = (commit: number) => boolean;

/**
 * Looks for the culprit of a graph.
 *
 * @returns the commit that it names, null where it gives up
 */
export type CommitMethod = (commits: Commits, detect: Detector, rate: number) => number | null;

/** No method needs more; one that does has failed. */
const RUN_LIMIT = 20_000;

/** As `holerace bisect --git` does it: the same decisions, on simulated runs. */
export function ownOnGraph(settings: BisectSettings): CommitMethod {
  return (commits, detect) => {
    const counts = Array.from({ length: commits.count }, () => NO_RUNS);
    const costOf = (commit: number): number =>
      isThere(counts[commit] ?? NO_RUNS) ? 0 : settings.kernelCost;
    const range = { commits, looksFor: 'first-bad' as const };
    for (let run = 0; run < RUN_LIMIT; run++) {
      const step = decideOnGraph(range, counts, settings, costOf);
      if (step.next === 'refusal') return null;
      if (step.next === 'answer')
        return step.confirmed && step.known.group.members.length === 1
          ? (step.known.group.members[0] ?? null)
          : null;
      const verdict = detect(step.kernel) ? 'stale' : 'clean';
      counts[step.kernel] = withRun(counts[step.kernel] ?? NO_RUNS, verdict);
    }
    return null;
  };
}

/**
 * As `git bisect run` does it: each time the commit that halves what is left best, which is run until it is stale, or
 * has been clean so often that a bad one is missed no more often than wanted.
 *
 * @param misses the chance to call a bad commit good; null for one run, whatever the rate
 */
export function gitOnGraph(misses: number | null): CommitMethod {
  return (commits, detect, rate) => {
    const runs =
      misses === null || rate === 1 ? 1 : Math.ceil(Math.log(misses) / Math.log(1 - rate));
    const left = new Float64Array(commits.count).fill(1);
    left[0] = 0;
    let culprit = commits.count - 1;
    // Each turn takes one commit away at least.
    for (let turn = 0; turn < commits.count; turn++) {
      const commit = bestHalf(commits, left, culprit);
      if (commit === null) return culprit;
      const ancestors = commits.ancestorsOf(commit);
      let stale = false;
      for (let run = 0; run < runs && !stale; run++) stale = detect(commit);
      if (stale) culprit = commit;
      for (let one = 0; one < left.length; one++)
        if ((ancestors[one] === 1) !== stale) left[one] = 0;
    }
    return culprit;
  };
}

/** The commit that splits what is left most evenly (git's bisect.c, best_bisection); null where nothing does. */
function bestHalf(commits: Commits, left: Float64Array, culprit: number): number | null {
  const above = commits.sumsOverAncestors(left, 1);
  const total = left.reduce((sum, one) => sum + one, 0);
  let best: number | null = null;
  let most = 0;
  for (const [commit, count] of above.entries()) {
    if (left[commit] !== 1 || commit === culprit) continue;
    const half = Math.min(count, total - count);
    if (half <= most) continue;
    most = half;
    best = commit;
  }
  return best;
}
