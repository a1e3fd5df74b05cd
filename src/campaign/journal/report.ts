/** What a journal has come to, whether its campaign has ended or not. */

import type { BisectPart, CampaignPart } from '../../report/report.js';
import { parseBadIf } from '../../result/bad-if.js';
import { bisectPart, bisectReport } from '../bisect/report.js';
import { DEFAULT_SETTINGS } from '../bisect/settings.js';
import { rangeOf } from '../commits/evidence.js';
import { commitsReport } from '../commits/report.js';
import { CampaignState } from '../state.js';
import { kernelsOfShard } from '../sweep.js';
import { sweepReport } from '../sweep-report.js';
import type { CampaignEnds, CampaignHeader } from './records.js';
import type { JournalContent } from './text.js';

/** The campaign of a journal, to be rendered. */
export function campaignPartOf(journal: JournalContent): CampaignPart {
  const { header, runs, builds } = journal;
  const { kernels, shard, holerace } = header;
  const { badIf } = header;
  const state = new CampaignState(kernels.length, runs, parseBadIf(badIf), builds);
  if (header.kind === 'bisect') return bisectPartOf(journal, state);
  const rows = kernelsOfShard(kernels.length, shard).map((kernel) => ({
    k: kernels[kernel]?.k ?? '',
    outcome: state.latest[kernel] ?? null,
    state: 'not tested',
  }));
  return { kind: 'sweep', sweep: sweepReport(rows, { holerace, badIf }) };
}

function bisectPartOf({ header, ends }: JournalContent, state: CampaignState): BisectPart {
  const { good, bad, confidence } = ends ?? endsOfList(header);
  const { git, badIf, holerace } = header;
  if (git !== undefined) {
    const range = rangeOf(git, good > bad ? 'first-fixed' : 'first-bad');
    const settings = { ...DEFAULT_SETTINGS, confidence };
    return bisectPart(commitsReport({ git, range, state, settings, badIf }, holerace));
  }
  const [from, to] = good > bad ? [bad, good] : [good, bad];
  const upwards = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const order = good > bad ? upwards.reverse() : upwards;
  const kernels = header.kernels.map(({ k }) => k);
  const settings = { ...DEFAULT_SETTINGS, confidence };
  return bisectPart(
    bisectReport({ kernels, order, state, settings, badIf: header.badIf }, header.holerace),
  );
}

/** Where no ends were noted they are those of the list. */
function endsOfList({ kernels }: CampaignHeader): Omit<CampaignEnds, 'record'> {
  return { good: 0, bad: kernels.length - 1, confidence: DEFAULT_SETTINGS.confidence };
}
