/** The options that say what the kernel's complaints, and other ends than a stale read, make of a run. */
import type { Argv } from 'yargs';
import { hasComplained } from '../../report/words/complaint-words.js';
import {
  type BadIf,
  badIfWords,
  isVerdictAlone,
  parseBadIf,
  verdictBy,
} from '../../result/bad-if.js';
import type { SweepReport } from '../../result/campaign.js';
import type { Result, Verdict } from '../../result/result.js';
import { Exit, type ExitStyle, exitCodeOf, overallVerdict } from '../../result/verdict.js';

/** Adds the option of every command that gives a verdict. */
export function onComplaintOption<T>(yargs: Argv<T>) {
  return yargs.option('on-complaint', {
    describe: 'exit with 1 where the kernel complains and all else is clean, or only tell',
    choices: ['fail', 'tell'] as const,
    default: 'tell' as const,
    requiresArg: true,
  });
}

/** Adds the option of every command that boots kernels. */
export function badIfOption<T>(yargs: Argv<T>) {
  return yargs.option('bad-if', {
    describe:
      'what makes a kernel bad: stale, complaint[=TEXT], sigbus, oops, panic or hang (default: stale); may be repeated',
    type: 'string',
    array: true,
    nargs: 1,
    coerce: parseBadIf,
  });
}

export interface OnComplaintArguments {
  readonly onComplaint: 'fail' | 'tell';
}

export interface BadIfArguments {
  readonly badIf?: readonly BadIf[] | undefined;
}

type ExitArguments = BadIfArguments &
  Partial<OnComplaintArguments> & { readonly exitStyle: ExitStyle };

/** What was asked for; nothing asks for a stale read. */
export function badIfOf({ badIf }: BadIfArguments): readonly BadIf[] {
  return badIf ?? parseBadIf(undefined);
}

/** What was asked for where it is not a stale read alone, for a journal or a report. */
export function badIfAsked(args: BadIfArguments): { badIf?: string[] } {
  const badIf = badIfOf(args);
  return isVerdictAlone(badIf) ? {} : { badIf: badIfWords(badIf) };
}

/** The exit code of a sweep, by what it was told makes a kernel bad. */
export function exitCodeOfSweep(
  { kernels, badIf }: SweepReport,
  args: Omit<ExitArguments, 'badIf'>,
): number {
  const results = kernels.flatMap(({ result }) => result ?? []);
  const untried = results.length < kernels.length;
  return exitCodeBy(results, untried, { ...args, badIf: parseBadIf(badIf) });
}

/**
 * The exit code of one race or of several.
 *
 * @param untried whether there are more that nothing is known of
 */
export function exitCodeBy(
  results: readonly Result[],
  untried: boolean,
  args: ExitArguments,
): number {
  const badIf = badIfOf(args);
  const verdicts: { verdict: Verdict }[] = results.map((result) => ({
    verdict: verdictBy(result, badIf),
  }));
  if (untried) verdicts.push({ verdict: 'untested' });
  const code = exitCodeOf(overallVerdict(verdicts), args.exitStyle);
  const fails = args.onComplaint === 'fail' && results.some(hasComplained);
  return code === Exit.CLEAN && fails ? Exit.COMPLAINT : code;
}
