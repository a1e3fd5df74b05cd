/** Whether two campaigns are the same, so that the runs of one say something of the other. */
import type { CampaignHeader } from './records.js';

/**
 * What makes two campaigns different. Their seeds and the times of their beginnings may be any.
 *
 * @returns null where nothing does
 */
export function differenceOf(header: CampaignHeader, wanted: CampaignHeader): string | null {
  const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
  if (header.holerace !== wanted.holerace)
    return `of holerace ${header.holerace}, not ${wanted.holerace}`;
  if (header.kind !== wanted.kind) return `a ${header.kind}, not a ${wanted.kind}`;
  if (!same(header.kernels, wanted.kernels)) return 'its kernels are others, or were replaced';
  if (!same(header.runOptions, wanted.runOptions)) return 'its runs have other options';
  if (!same(header.badIf, wanted.badIf)) return 'other kernels are bad in it, by --bad-if';
  if (!same(header.git, wanted.git)) return 'its commits are others, or are built otherwise';
  if (!same(header.shard, wanted.shard)) return 'its shard is another';
  return null;
}
