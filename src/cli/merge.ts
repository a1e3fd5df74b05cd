/** `holerace merge JOURNAL...`: one table out of the journals of a sweep that several machines have shared. */
import type { Argv } from 'yargs';
import { exitCodeOf } from '../report/verdict.js';
import { checkJsonFile, writeJson } from './output-options.js';
import { writeOut } from './stdout.js';
import { SWEEP_EXIT_CODES } from './sweep.js';

export const command = 'merge <journals..>';
export const describe = 'put the journals of a sweep in shards together';

export function builder<T>(argv: Argv<T>) {
  return argv
    .positional('journals', {
      describe: 'the journal of each shard',
      type: 'string',
      array: true,
      demandOption: true,
    })
    .option('json', { describe: 'write the outcome to a file', type: 'string', requiresArg: true })
    .epilogue(SWEEP_EXIT_CODES);
}

export interface MergeArguments {
  readonly journals: readonly string[];
  readonly json?: string | undefined;
}

/** Puts them together. Returns the exit code: 0 all clean, 1 any stale, else 125. */
export async function run({ journals, json }: MergeArguments): Promise<number> {
  checkJsonFile(json);
  const { mergeJournals } = await import('../campaign/merge.js');
  const { sweepReport, sweepSummary, sweepTable } = await import('../campaign/sweep-report.js');
  const rows = mergeJournals(journals);
  const report = sweepReport(rows);
  writeOut(sweepTable(rows));
  writeOut(sweepSummary(report));
  if (json !== undefined) writeJson(json, report);
  return exitCodeOf(report.verdict);
}
