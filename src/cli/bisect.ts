/** `holerace bisect K...`: the first bad kernel of an ordered list, with its confidence. */
import type { Argv } from 'yargs';
import type { EndOptions } from '../campaign/ends.js';
import { NO_EVIDENCE } from '../campaign/evidence.js';
import type { BisectSettings } from '../campaign/plan.js';
import { DEFAULT_SETTINGS } from '../campaign/settings.js';
import { Exit } from '../report/verdict.js';
import { refused } from './bisect-refusal.js';
import {
  type CampaignArguments,
  campaignOptions,
  headerOf,
  openJournal,
  setupOf,
} from './campaign-options.js';
import type { Context } from './context.js';
import { numberOption } from './numbers.js';
import { checkJsonFile, writeJson } from './output-options.js';
import { writeOut } from './stdout.js';

export const command = 'bisect [kernels..]';
export const describe = 'find the first bad kernel of an ordered list';

export function builder<T>(argv: Argv<T>) {
  return campaignOptions(argv)
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
      describe: 'what a kernel that is new costs more than one more run of another, in runs',
      default: DEFAULT_SETTINGS.kernelCost,
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
    .epilogue(
      'Exit code: 0 there is an answer, 125 there is none at this confidence, 255 the ends do not behave.',
    );
}

export type BisectArguments = CampaignArguments & {
  readonly good?: string | undefined;
  readonly bad?: string | undefined;
  readonly firstFixed: boolean;
  readonly confidence: number | undefined;
  readonly kernelCost: number | undefined;
  readonly runLimit: number | undefined;
};

/** Looks for the kernel. Returns the exit code: 0 with an answer, 125 without one. */
export async function run(args: BisectArguments, { log, signal }: Context): Promise<number> {
  checkJsonFile(args.json);
  const setup = setupOf(args);
  const settings = settingsOf(args);
  // Loaded here and not above: bad arguments need not wait for it.
  const { Campaign } = await import('../campaign/campaign.js');
  const { bisect } = await import('../campaign/bisect.js');
  const { bisectOrder } = await import('../campaign/ends.js');
  const { vmRunner } = await import('../campaign/vm-runner.js');
  const ends = endsOf(args);
  const kernels = await kernelsOf(args);
  const order = bisectOrder(kernels, ends);
  const header = await headerOf({ kind: 'bisect', shard: null }, kernels, setup, args);
  const journal = await openJournal(header, args, log);
  try {
    const runner = vmRunner({ ...setup, log, sink: () => undefined });
    const campaign = new Campaign({ journal, runner, signal, log });
    let runs = journal.runs.length;
    const outcome = await bisect(campaign, order, settings, (one, phase) => {
      runs++;
      const why = one.reason === null ? '' : `: ${one.reason}`;
      log.info(`run ${runs}, ${phase}: ${campaign.nameOf(one.kernel)} is ${one.verdict}${why}`);
    });
    const named = order.map((kernel) => campaign.nameOf(kernel));
    if (outcome.end === 'refusal') {
      const lastOfBad = campaign.latest[order.at(-1) ?? 0] ?? null;
      throw refused(outcome.refusal, named, settings, lastOfBad);
    }
    const evidence = order.map((kernel) => campaign.evidence[kernel] ?? NO_EVIDENCE);
    const { answer } = outcome;
    const { bisectReport, bisectText, doubtsOf } = await import('../campaign/bisect-report.js');
    const whole = {
      ...{ kernels: named, evidence, answer },
      ...{ confidence: settings.confidence, firstFixed: ends.firstFixed },
    };
    const report = bisectReport(whole);
    writeOut(bisectText(report, doubtsOf(whole)));
    if (args.json !== undefined) writeJson(args.json, report);
    return answer.confirmed ? Exit.CLEAN : Exit.UNTESTED;
  } finally {
    journal.close();
  }
}

/** The list; where there is none, the two ends are all there is. */
async function kernelsOf(args: BisectArguments): Promise<string[]> {
  const { listKernels } = await import('../kernels/list.js');
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
