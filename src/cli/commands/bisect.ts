/**
 * `holerace bisect K...`: the first bad kernel of an ordered list, with its confidence; with `--git` the first bad
 * commit of a range.
 */
import type { Argv } from 'yargs';
import type { BisectSettings } from '../../campaign/bisect/decision.js';
import type { EndOptions } from '../../campaign/bisect/ends.js';
import { DEFAULT_SETTINGS } from '../../campaign/bisect/settings.js';
import type { Journal } from '../../campaign/journal/journal.js';
import { UsageError } from '../../errors.js';
import type { BisectReport } from '../../result/campaign.js';
import type { BisectArguments } from '../options/bisect-arguments.js';
import {
  campaignOptions,
  headerOf,
  openJournal,
  runsPerBootOf,
  runsPerBootOption,
  setupOf,
} from '../options/campaign-options.js';
import { badIfAsked } from '../options/complaint-options.js';
import type { Context } from '../options/context.js';
import { numberOption } from '../options/numbers.js';
import { checkOutput } from '../options/output-options.js';
import { searchBisect } from '../progress/bisect-search.js';
import { UnderWay } from '../progress/under-way.js';

export type { BisectArguments } from '../options/bisect-arguments.js';

/** One commit is raced and one is built: there is one worktree. */
const JOBS_LIMIT = 2;

export const command = 'bisect [kernels..]';
export const describe = 'find the first bad kernel of an ordered list, or the first bad commit';

export function builder<T>(argv: Argv<T>) {
  return runsPerBootOption(campaignOptions(argv))
    .option('git', {
      describe:
        "a repository's folder: look for the commit between --good and --bad; behind -- stand paths, and only commits that touch them are taken",
      type: 'string',
      requiresArg: true,
    })
    .option('build', {
      describe:
        'with --git: a shell command that builds a commit where it is run; where it fails the commit is skipped',
      type: 'string',
      requiresArg: true,
    })
    .option('config', {
      describe:
        'with --git: the configuration to build with (default: what racing needs, and nothing else)',
      type: 'string',
      requiresArg: true,
    })
    .option('jobs', {
      describe:
        'with --git: 2 builds the commit that is likely to be next while another one is raced, with what that leaves of the machine',
      default: 1,
      requiresArg: true,
      coerce: numberOption('jobs', { least: 1, most: JOBS_LIMIT, whole: true }),
    })
    .option('good', {
      describe: "the good end (default: the list's first)",
      type: 'string',
      requiresArg: true,
    })
    .option('bad', {
      describe: "the bad end (default: the list's last)",
      type: 'string',
      requiresArg: true,
    })
    .option('first-fixed', {
      describe: 'look for the fix: the list begins bad and ends good',
      type: 'boolean',
      default: false,
    })
    .option('confidence', {
      describe: 'how probable the answer must be',
      default: DEFAULT_SETTINGS.confidence,
      requiresArg: true,
      coerce: numberOption('confidence', { least: 0.5, most: 0.999999, whole: false }),
    })
    .option('kernel-cost', {
      describe: `what a kernel that is new costs more than one more run of another, in runs (default: ${DEFAULT_SETTINGS.kernelCost}; with --git what builds and runs have taken)`,
      requiresArg: true,
      coerce: numberOption('kernel-cost', { least: 0, most: 1e6, whole: false }),
    })
    .option('run-limit', {
      describe: 'give up after so many runs, and tell what is known',
      default: DEFAULT_SETTINGS.runLimit,
      requiresArg: true,
      coerce: numberOption('run-limit', { least: 1, most: 1e5, whole: true }),
    })
    .example("$0 bisect 'debian:linux-image-6.1*-cloud-amd64'", 'good once, and bad since when?')
    .example('$0 bisect --kernels-from list --bad K', 'up to K')
    .example('$0 bisect --git linux --good v6.11 --bad v6.12 -- fs mm', 'which commit was it?')
    .epilogue(
      'Exit code: 0 there is an answer, 125 there is none at this confidence, 255 the ends do not behave.',
    );
}

/** Looks for the kernel. Returns the exit code: 0 with an answer, 125 without one. */
export async function run(args: BisectArguments, context: Context): Promise<number> {
  checkOutput(args);
  const { git } = args;
  if (git !== undefined)
    return (await import('./bisect-commits.js')).run({ ...args, git }, settingsOf(args), context);
  if (args.build !== undefined || args.config !== undefined)
    throw new UsageError('--build and --config are for commits: give --git with a repository');
  if ((args.jobs ?? 1) > 1)
    throw new UsageError('--jobs is for commits, which are built: give --git with a repository');
  const { log, signal } = context;
  const setup = setupOf(args);
  const settings = settingsOf(args);
  // Loaded here and not above: bad arguments need not wait for it.
  const { Campaign } = await import('../../campaign/campaign.js');
  const { bisect } = await import('../../campaign/bisect/bisect.js');
  const { bisectOrder } = await import('../../campaign/bisect/ends.js');
  const { bisectReport } = await import('../../campaign/bisect/report.js');
  const { guestsUp } = await import('../../campaign/vm-runner.js');
  const kernels = await kernelsOf(args);
  const order = bisectOrder(kernels, endsOf(args));
  const header = await headerOf({ kind: 'bisect', shard: null }, kernels, setup, args);
  const journal = await openJournal(header, args, log);
  const underWay = new UnderWay();
  const guests = guestsUp(runsPerBootOf(args), setup.guest);
  try {
    noteEnds(journal, order, settings);
    const runner = await underWay.runner(setup, guests, log);
    const campaign = new Campaign({ journal, runner, signal, log });
    const soFar = (): BisectReport =>
      bisectReport({ kernels, order, state: campaign.state, settings, ...badIfAsked(args) });
    const bad = order.at(-1) ?? -1;
    return await searchBisect({ campaign, bad, soFar, underWay, args, log }, async (onRun) => {
      const end = await bisect(campaign, order, settings, onRun);
      return end.end === 'refusal' ? end.refusal : null;
    });
  } finally {
    await guests.close();
    journal.close();
  }
}

/** From here on runs are made to tell what lies between these ends. */
function noteEnds(journal: Journal, order: readonly number[], settings: BisectSettings): void {
  const [good = 0, bad = 0] = [order[0], order.at(-1)];
  journal.noteEnds({ good, bad, confidence: settings.confidence });
}

/** The list; where there is none, the two ends are all there is. */
async function kernelsOf(args: BisectArguments): Promise<string[]> {
  const { listKernels } = await import('../../kernels/list.js');
  const from = args.kernelsFrom ?? null;
  const { good, bad } = args;
  const isPair = args.kernels.length === 0 && from === null;
  const pair = args.firstFixed ? [bad, good] : [good, bad];
  const named = isPair ? pair.filter((k) => k !== undefined) : args.kernels;
  return listKernels({ named, from, keepOrder: args.keepOrder });
}

function endsOf({ good, bad, firstFixed }: BisectArguments): EndOptions {
  return { good: good ?? null, bad: bad ?? null, firstFixed };
}

function settingsOf({ confidence, kernelCost, runLimit }: BisectArguments): BisectSettings {
  return {
    ...DEFAULT_SETTINGS,
    confidence: confidence ?? DEFAULT_SETTINGS.confidence,
    kernelCost: kernelCost ?? DEFAULT_SETTINGS.kernelCost,
    runLimit: runLimit ?? DEFAULT_SETTINGS.runLimit,
  };
}
