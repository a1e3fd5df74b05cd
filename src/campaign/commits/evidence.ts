/** What can be computed of the report of a bisect over commits: its posterior after each run, its doubts, its answer. */
import type { BisectReport, CommitRange } from '../../result/campaign.js';
import { Commits } from '../bisect/graph/commits.js';
import { knownOfGraph } from '../bisect/graph/decision.js';
import { graphPosterior, type Range } from '../bisect/graph/posterior.js';
import { cleanChances } from '../bisect/rate.js';
import { isConfirmed } from '../bisect/steps.js';
import type { KernelCounts } from '../run-counts.js';

/** The graph of a range that was saved. */
export function rangeOf({ commits }: CommitRange, looksFor: BisectReport['looksFor']): Range {
  return { commits: new Commits(commits.map(({ parents }) => parents)), looksFor };
}

/** For each commit, the probability that it is the one looked for; none where nothing explains the counts. */
export function commitProbabilities(range: Range, counts: readonly KernelCounts[]): number[] {
  return [...(graphPosterior(range, counts)?.probabilities ?? counts.map(() => 0))];
}

/** Whether the runs confirm an answer that says so. */
export function commitAnswerFollows(report: BisectReport, git: CommitRange): boolean {
  const { kernels, looksFor, confidence, answer } = report;
  const known = knownOfGraph(rangeOf(git, looksFor), kernels);
  if (known === null || !isConfirmed(known, kernels, confidence)) return false;
  const hashes = known.group.members.map((commit) => git.commits[commit]?.hash);
  return hashes.join() === answer.kernels.join();
}

export interface Doubt {
  /** A commit that was clean, in so many runs. */
  readonly commit: number;
  readonly clean: number;
  /** One that was stale, from which it has the fault. */
  readonly stale: number;
}

/**
 * The commits that were clean more often than the model can explain.
 *
 * @param doubtful a chance below which clean runs of a bad commit are no accident
 */
export function doubtfulCommits(
  { commits, looksFor }: Range,
  counts: readonly KernelCounts[],
  doubtful: number,
): Doubt[] {
  const staleRuns = counts.reduce((sum, { stale }) => sum + stale, 0);
  const stale = counts.flatMap((own, commit) => (own.stale > 0 ? [commit] : []));
  return counts.flatMap((own, commit) => {
    if (own.stale > 0 || own.clean === 0) return [];
    const from = stale.find((one) =>
      looksFor === 'first-bad'
        ? commits.ancestorsOf(commit)[one] === 1
        : commits.ancestorsOf(one)[commit] === 1,
    );
    if (from === undefined) return [];
    const chance = cleanChances(staleRuns, 0, own.clean)[own.clean] ?? 1;
    return chance < doubtful ? [{ commit, clean: own.clean, stale: from }] : [];
  });
}
