/** Whether commits that were saved can be a history. */
import type { RangeCommit } from './campaign.js';

/** Whether each commit stands behind its parents. */
export function isHistory(commits: readonly Pick<RangeCommit, 'parents'>[]): boolean {
  return commits.every(({ parents }, place) => parents.every((parent) => parent < place));
}
