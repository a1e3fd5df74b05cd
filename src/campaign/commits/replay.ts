/** The log of a bisect over commits as `git bisect log` prints one, for `git bisect replay`. */

import type { CommitRange } from '../../result/campaign.js';
import { endsOf, type Range } from '../bisect/graph/posterior.js';
import { isUntestable, type KernelCounts } from '../run-counts.js';

/** What the two sides of a fix are called, which git takes for good and bad otherwise. */
const FIX_TERMS = ['--term-old=unfixed', '--term-new=fixed'];

/**
 * The log: each commit that was run or could not be built is marked by what the answer makes of it.
 *
 * @param change the commit that made the change, by the answer
 */
export function replayLog(
  range: Range,
  { commits, paths }: CommitRange,
  counts: readonly KernelCounts[],
  change: number,
): string[] {
  const isFix = range.looksFor === 'first-fixed';
  const [before, after] = isFix ? ['unfixed', 'fixed'] : ['good', 'bad'];
  const hashOf = (commit: number): string => commits[commit]?.hash ?? '';
  const { good, bad } = endsOf(range);
  const [older, newer] = isFix ? [bad, good] : [good, bad];
  const words = [...(isFix ? FIX_TERMS : []), hashOf(newer), hashOf(older), '--', ...paths];
  const start = `git bisect start ${words.map(inQuotes).join(' ')}`;
  const marks = counts.flatMap((own, commit) => {
    const { stale, clean, untested, unbuilt } = own;
    if (commit === older || commit === newer) return [];
    if (stale + clean + untested === 0 && unbuilt === undefined) return [];
    if (stale + clean === 0) return isUntestable(own) ? [`git bisect skip ${hashOf(commit)}`] : [];
    const hasIt = range.commits.ancestorsOf(commit)[change] === 1;
    return [`git bisect ${hasIt ? after : before} ${hashOf(commit)}`];
  });
  // git keeps one bad commit, the last one that was marked: the answer, from which all others descend.
  return [start, ...marks.reverse()];
}

/** A word as git writes it there (quote.c, sq_quote_buf): it reads none that has no quotes. */
function inQuotes(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
