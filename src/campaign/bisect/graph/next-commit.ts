/** Which commit of a graph to run next: as of a list (`next-kernel.ts`), with ancestors for what comes before. */
import { isUntestable, type KernelCounts } from '../../run-counts.js';
import { NEGLIGIBLE, untestedRisks } from '../next-kernel.js';
import { addPlans, PLAN_WIDTH, plansAfter, worthOf } from '../plans.js';
import { at } from '../posterior.js';
import { endsOf, type GraphPosterior, type Range } from './posterior.js';

/** The sums over ancestors for each commit, with the probability of all of them as the last number. */
const WIDTH = PLAN_WIDTH + 1;

/**
 * Chooses the commit to run next, among those that can have made the change.
 *
 * @param costOf what has to be done before the next run of a commit, in runs
 * @returns its number, null where no run could tell anything
 */
export function chooseCommit(
  range: Range,
  posterior: GraphPosterior,
  counts: readonly KernelCounts[],
  costOf: (commit: number) => number,
): number | null {
  const { commits } = range;
  const { candidates } = posterior;
  const risks = untestedRisks(counts, (broken) => commits.distancesTo(broken));
  const { sums, isBadAt } = sumsWhereBad(range, posterior);
  const { bad } = endsOf(range);
  let best: number | null = null;
  let bestWorth = 0;
  for (let commit = 0; commit < commits.count; commit++) {
    if (candidates[commit] !== 1) continue;
    const own = at(counts, commit);
    // What was stale tells nothing more, nor does the bad end, which is taken for such.
    if (own.stale > 0 || (commit === bad && posterior.staleRuns === 0)) continue;
    const isBad = isBadAt(commit);
    if (isBad < NEGLIGIBLE || isUntestable(own)) continue;
    const works = own.clean > 0 ? 1 : 1 - (risks[commit] ?? 0);
    const worth = works * worthOf(sums, commit * WIDTH, isBad, costOf(commit));
    if (worth > bestWorth) {
      best = commit;
      bestWorth = worth;
    }
  }
  return best;
}

/** For each commit, what plans come to, summed up over what would make it bad, and how probable that is. */
function sumsWhereBad({ commits, looksFor }: Range, posterior: GraphPosterior) {
  const { probabilities, candidates, cleanRuns, staleRuns, never, allCleanRuns } = posterior;
  const values = new Float64Array(commits.count * WIDTH);
  const known = new Map<number, Float64Array>();
  const plansOf = (clean: number): Float64Array => {
    const plans = known.get(clean) ?? plansAfter(staleRuns, clean);
    known.set(clean, plans);
    return plans;
  };
  const all = new Float64Array(WIDTH);
  const note = (to: Float64Array, offset: number, probability: number, clean: number): void => {
    addPlans(to, offset, probability, plansOf(clean));
    to[offset + PLAN_WIDTH] = (to[offset + PLAN_WIDTH] ?? 0) + probability;
  };
  for (let commit = 0; commit < commits.count; commit++) {
    if (candidates[commit] !== 1) continue;
    note(values, commit * WIDTH, probabilities[commit] ?? 0, cleanRuns[commit] ?? 0);
    if (looksFor === 'first-fixed')
      note(all, 0, probabilities[commit] ?? 0, cleanRuns[commit] ?? 0);
  }
  note(all, 0, never, allCleanRuns);
  const sums = commits.sumsOverAncestors(values, WIDTH, candidates);
  // A commit is bad unless the fix is among its ancestors.
  if (looksFor === 'first-fixed') {
    for (let place = 0; place < sums.length; place++) {
      const number = place % WIDTH;
      sums[place] = Math.max(0, (all[number] ?? 0) - (sums[place] ?? 0));
    }
  }
  const isBadAt = (commit: number): number => sums[commit * WIDTH + PLAN_WIDTH] ?? 0;
  return { sums, isBadAt };
}
