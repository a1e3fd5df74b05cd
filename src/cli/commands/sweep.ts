/** `holerace sweep K...`: each kernel of a list in turn, and a table of what they are. */
import type { Logger } from 'pino';
import type { Argv } from 'yargs';
import type { Campaign } from '../../campaign/campaign.js';
import type { Shard } from '../../campaign/journal/records.js';
import type { SweepView } from '../../campaign/sweep.js';
import type { SweepRow } from '../../campaign/sweep-report.js';
import { UsageError } from '../../errors.js';
import { sweepTable } from '../../report/text/sweep-text.js';
import { counted } from '../../report/words/words.js';
import type { SweepReport } from '../../result/campaign.js';
import {
  type CampaignArguments,
  campaignOptions,
  headerOf,
  openJournal,
  runRecord,
  setupOf,
} from '../options/campaign-options.js';
import {
  badIfAsked,
  exitCodeOfSweep,
  type OnComplaintArguments,
  onComplaintOption,
} from '../options/complaint-options.js';
import type { Context } from '../options/context.js';
import { numberOption } from '../options/numbers.js';
import { checkOutput, putOutSweep, writeRecord } from '../options/output-options.js';
import { liveTable, shortName } from '../progress/live-table.js';
import { followsLive, UnderWay } from '../progress/under-way.js';

const JOBS_LIMIT = 256;
const SHARDS_LIMIT = 100_000;

/** What the exit code of a sweep says; `merge` has the same. */
export const SWEEP_EXIT_CODES =
  'Exit code: 0 all kernels are clean, 1 any is stale, 125 none is stale but not all are clean.';

export const command = 'sweep [kernels..]';
export const describe = 'test each kernel of a list in turn';

export function builder<T>(argv: Argv<T>) {
  return onComplaintOption(campaignOptions(argv))
    .option('jobs', {
      describe: 'kernels at once, as far as cores and memory allow it',
      default: 1,
      requiresArg: true,
      coerce: numberOption('jobs', { least: 1, most: JOBS_LIMIT, whole: true }),
    })
    .option('shard', {
      describe: 'test only part i of n, as 1/4; holerace merge puts the journals together',
      type: 'string',
      requiresArg: true,
    })
    .example("$0 sweep 'debian:linux-image-6.1*-cloud-amd64'", "every such kernel of Debian's")
    .example('$0 sweep --kernels-from list -- --seconds 30', 'those that a file names, one a line')
    .epilogue(SWEEP_EXIT_CODES);
}

export type SweepArguments = CampaignArguments &
  OnComplaintArguments & {
    readonly jobs: number | undefined;
    readonly shard?: string | undefined;
  };

/** Tests the kernels. Returns the exit code: 0 all clean, 1 any stale, else 125. */
export async function run(args: SweepArguments, { log, signal }: Context): Promise<number> {
  checkOutput(args);
  const setup = setupOf(args);
  const shard = shardOf(args.shard);
  // Loaded here and not above: bad arguments need not wait for it.
  const { listKernels } = await import('../../kernels/list.js');
  const { Campaign } = await import('../../campaign/campaign.js');
  const { kernelsOfShard, sweep } = await import('../../campaign/sweep.js');
  const { sweepReport } = await import('../../campaign/sweep-report.js');
  const { guestsThatFit, guestsUp } = await import('../../campaign/vm-runner.js');
  const from = args.kernelsFrom ?? null;
  const kernels = await listKernels({ named: args.kernels, from, keepOrder: args.keepOrder });
  const mine = kernelsOfShard(kernels.length, shard);
  if (mine.length === 0)
    log.warn(`there are ${kernels.length} kernels: nothing is left for shard ${args.shard}`);
  const header = await headerOf({ kind: 'sweep', shard }, kernels, setup, args);
  const jobs = Math.min(args.jobs ?? 1, guestsThatFit(setup.guest));
  if (jobs < (args.jobs ?? 1)) log.warn(`cores and memory allow ${jobs} at once`);
  const journal = await openJournal(header, args, log);
  const underWay = new UnderWay();
  const guests = guestsUp(1, setup.guest);
  try {
    const runner = await underWay.runner(setup, guests, log);
    const campaign = new Campaign({ journal, runner, signal, log });
    const rows = (): SweepRow[] => mine.map((kernel) => rowOf(campaign, kernel));
    const report = (): SweepReport => sweepReport(rows(), badIfAsked(args));
    const view = followsLive(log) ? liveView(rows, underWay) : plainView(log, mine.length);
    try {
      await sweep(campaign, mine, jobs, withRecords(view, args));
    } finally {
      view.end();
      await putOutSweep(report(), args, log);
    }
    return exitCodeOfSweep(report(), args);
  } finally {
    await guests.close();
    journal.close();
  }
}

function rowOf(campaign: Campaign, kernel: number): SweepRow {
  const outcome = campaign.latest[kernel] ?? null;
  return { k: campaign.nameOf(kernel), outcome, state: 'not tested' };
}

type EndableView = SweepView & { readonly end: () => void };

/** The table, drawn again with each change: kernels that are done, then those under way. */
function liveView(rows: () => SweepRow[], underWay: UnderWay): EndableView {
  const title = (): string => {
    const all = rows();
    const done = all.filter(({ outcome }) => outcome !== null).length;
    return `${done} of ${counted(all.length, 'kernel')} tested, ${underWay.steps.size} under way`;
  };
  const lines = (): string[] => {
    const done = rows().flatMap(({ k, outcome }) =>
      outcome === null || underWay.steps.has(k) ? [] : [{ ...outcome, k: shortName(k) }],
    );
    const now = [...underWay.steps].map(([k, verdict]) => ({
      ...{ k: shortName(k), verdict, reason: null, result: null },
    }));
    return sweepTable([...done, ...now]).split('\n');
  };
  const table = liveTable(title, lines);
  underWay.onChange = table.draw;
  return { onBegin: table.draw, onEnd: table.draw, end: table.end };
}

/** A line for each kernel that has been tested. */
function plainView(log: Logger, count: number): EndableView {
  let done = 0;
  return {
    onBegin: (_, k) => log.info(`testing ${k}`),
    onEnd: ({ verdict, reason }, k) => {
      done++;
      const why = reason === null ? '' : `: ${reason}`;
      log.info(`${k} is ${verdict}${why} (${done} of ${count} here)`);
    },
    end: () => undefined,
  };
}

/** A view that prints each run as a record too, where the format is made of them. */
function withRecords({ onBegin, onEnd }: SweepView, { format }: SweepArguments): SweepView {
  return {
    onBegin,
    onEnd: (outcome, k) => {
      writeRecord(format, runRecord(outcome, k));
      onEnd(outcome, k);
    },
  };
}

/** i/n as the user writes it. */
function shardOf(text: string | undefined): Shard | null {
  if (text === undefined) return null;
  const match = /^(\d{1,6})\/(\d{1,6})$/.exec(text);
  const [index, count] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || index < 1 || index > count || count > SHARDS_LIMIT) {
    throw new UsageError(`--shard ${text} is not valid: give i/n, such as 1/4 to 4/4`);
  }
  return { index, count };
}
