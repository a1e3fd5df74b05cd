/** `holerace merge JOURNAL...`: one table out of the journals of a sweep that several machines have shared. */
import type { Argv } from 'yargs';
import { type OnComplaintArguments, onComplaintOption } from '../options/complaint-options.js';
import type { Context } from '../options/context.js';
import {
  checkOutput,
  type OutputArguments,
  outputOptions,
  putOutSweep,
} from '../options/output-options.js';
import { SWEEP_EXIT_CODES } from './sweep.js';

export const command = 'merge <journals..>';
export const describe = 'put the journals of a sweep in shards together';

export function builder<T>(argv: Argv<T>) {
  return onComplaintOption(outputOptions(argv))
    .positional('journals', {
      describe: 'the journal of each shard',
      type: 'string',
      array: true,
      demandOption: true,
    })
    .epilogue(SWEEP_EXIT_CODES);
}

export type MergeArguments = OutputArguments &
  OnComplaintArguments & { readonly journals: readonly string[] };

/** Puts them together. Returns the exit code: 0 all clean, 1 any stale, else 125. */
export async function run(args: MergeArguments, { log }: Context): Promise<number> {
  checkOutput(args);
  const { mergeJournals } = await import('../../campaign/journal/merge.js');
  const { sweepReport } = await import('../../campaign/sweep-report.js');
  const { rows, badIf } = mergeJournals(args.journals);
  return putOutSweep(sweepReport(rows, { badIf }), args, log);
}
