/** The journals of one sweep that several machines have shared, put together. */
import { UsageError } from '../../errors.js';
import { type BadIf, parseBadIf } from '../../result/bad-if.js';
import { outcomeOf } from '../outcome.js';
import type { SweepContext, SweepRow } from '../sweep-report.js';
import { differenceOf } from './difference.js';
import { readJournal } from './journal.js';
import type { CampaignHeader, CampaignRun } from './records.js';

export interface MergedSweep extends Pick<SweepContext, 'badIf'> {
  /** One for each kernel of the whole list, also for those that no journal has. */
  readonly rows: SweepRow[];
}

/**
 * Reads the journals, and puts their runs together.
 *
 * @throws UsageError where one is of another campaign, or two have tested the same kernel
 */
export function mergeJournals(files: readonly string[]): MergedSweep {
  const [first, ...rest] = files.map((file) => ({ file, ...readJournal(file) }));
  if (first === undefined) throw new UsageError('there is no journal to merge: name some');
  if (first.header.kind !== 'sweep')
    throw new UsageError(`${first.file} is the journal of a bisect: only sweeps can be merged`);
  for (const { file, header } of rest) {
    const difference = differenceOf(wholeOf(header), wholeOf(first.header));
    if (difference === null) continue;
    throw new UsageError(
      `the journals ${file} and ${first.file} are of different campaigns (${difference}): merge those of one`,
    );
  }
  const runs = new Map<number, CampaignRun>();
  for (const journal of [first, ...rest]) {
    for (const run of journal.runs) {
      const k = first.header.kernels[run.kernel]?.k;
      if (runs.has(run.kernel))
        throw new UsageError(`${k} is in ${journal.file} and in another journal: merge each once`);
      runs.set(run.kernel, run);
    }
  }
  const { kernels, badIf } = first.header;
  const asked = parseBadIf(badIf);
  const rows = kernels.map(({ k }, kernel) => rowOf(k, runs.get(kernel), asked));
  return { rows, badIf };
}

/**
 * The whole sweep, whatever part of it a journal holds. The files need not be the same on every machine:
 * their time of change is no part of what they are.
 */
function wholeOf(header: CampaignHeader): CampaignHeader {
  const kernels = header.kernels.map(({ k }) => ({ k, stamp: '' }));
  return { ...header, kernels, shard: null };
}

function rowOf(k: string, run: CampaignRun | undefined, badIf: readonly BadIf[]): SweepRow {
  if (run === undefined) return { k, outcome: null, state: 'not tested' };
  return { k, outcome: outcomeOf(run, badIf), state: '' };
}
