/** The commits of a range: how they are called, and whether those that were saved can be a history. */
import type { RangeCommit } from './campaign.js';

/** Digits of a hash by which people know a commit. */
const SHORT_HASH = 12;

/** A hash as people write it. */
export function shortHash(hash: string): string {
  return hash.slice(0, SHORT_HASH);
}

/** Whether each commit stands behind its parents. */
export function isHistory(commits: readonly Pick<RangeCommit, 'parents'>[]): boolean {
  return commits.every(({ parents }, place) => parents.every((parent) => parent < place));
}
