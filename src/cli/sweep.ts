/** `holerace sweep K...`: each kernel of a list in turn, and a table of what they are. */
import { createLogUpdate } from 'log-update';
import type { Logger } from 'pino';
import type { Argv } from 'yargs';
import type { Campaign } from '../campaign/campaign.js';
import type { SweepView } from '../campaign/sweep.js';
import type { SweepRow } from '../campaign/sweep-report.js';
import { UsageError } from '../errors.js';
import type { Shard } from '../report/campaign.js';
import { exitCodeOf } from '../report/verdict.js';
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

const JOBS_LIMIT = 256;
const SHARDS_LIMIT = 100_000;

/** What the exit code of a sweep says; `merge` has the same. */
export const SWEEP_EXIT_CODES =
  'Exit code: 0 all kernels are clean, 1 any is stale, 125 none is stale but not all are clean.';

export const command = 'sweep [kernels..]';
export const describe = 'test each kernel of a list in turn';

export function builder<T>(argv: Argv<T>) {
  return campaignOptions(argv)
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

export type SweepArguments = CampaignArguments & {
  readonly jobs: number | undefined;
  readonly shard?: string | undefined;
};

/** Tests the kernels. Returns the exit code: 0 all clean, 1 any stale, else 125. */
export async function run(args: SweepArguments, { log, signal }: Context): Promise<number> {
  checkJsonFile(args.json);
  const setup = setupOf(args);
  const shard = shardOf(args.shard);
  // Loaded here and not above: bad arguments need not wait for it.
  const { listKernels } = await import('../kernels/list.js');
  const { Campaign } = await import('../campaign/campaign.js');
  const { kernelsOfShard, sweep } = await import('../campaign/sweep.js');
  const { vmRunner, guestsThatFit } = await import('../campaign/vm-runner.js');
  const from = args.kernelsFrom ?? null;
  const kernels = await listKernels({ named: args.kernels, from, keepOrder: args.keepOrder });
  const mine = kernelsOfShard(kernels.length, shard);
  if (mine.length === 0)
    log.warn(`there are ${kernels.length} kernels: nothing is left for shard ${args.shard}`);
  const header = await headerOf({ kind: 'sweep', shard }, kernels, setup, args);
  const jobs = Math.min(args.jobs ?? 1, guestsThatFit(setup.guest));
  if (jobs < (args.jobs ?? 1)) log.warn(`cores and memory allow ${jobs} at once`);
  const journal = await openJournal(header, args, log);
  const live = process.stderr.isTTY === true;
  const runner = vmRunner({
    ...setup,
    // What a run says would tear the live table; its reason stands in there.
    log: live ? log.child({}, { level: 'silent' }) : log,
    sink: () => undefined,
  });
  try {
    const campaign = new Campaign({ journal, runner, signal, log });
    const rows = () => mine.map((kernel) => rowOf(campaign, kernel));
    const view = live ? await liveView(rows) : plainView(log, mine.length);
    try {
      await sweep(campaign, mine, jobs, view);
    } finally {
      view.end();
      await putOut(rows(), args.json);
    }
    const { sweepReport } = await import('../campaign/sweep-report.js');
    return exitCodeOf(sweepReport(rows()).verdict);
  } finally {
    journal.close();
  }
}

/** The table, the last line, and the file that `--json` names. */
async function putOut(rows: readonly SweepRow[], json: string | undefined): Promise<void> {
  const { sweepReport, sweepSummary, sweepTable } = await import('../campaign/sweep-report.js');
  const report = sweepReport(rows);
  writeOut(sweepTable(rows));
  writeOut(sweepSummary(report));
  if (json !== undefined) writeJson(json, report);
}

function rowOf(campaign: Campaign, kernel: number): SweepRow {
  const outcome = campaign.latest[kernel] ?? null;
  return { k: campaign.nameOf(kernel), outcome, state: 'not tested' };
}

type EndableView = SweepView & { readonly end: () => void };

/** The whole table, drawn again with each change. */
async function liveView(rows: () => SweepRow[]): Promise<EndableView> {
  const { sweepTable } = await import('../campaign/sweep-report.js');
  const update = createLogUpdate(process.stderr);
  const racing = new Set<string>();
  const draw = (): void => {
    const stated = rows().map((row) => ({ ...row, state: racing.has(row.k) ? 'racing' : '' }));
    update(sweepTable(stated));
  };
  return {
    onBegin: (_, k) => {
      racing.add(k);
      draw();
    },
    onEnd: (_, k) => {
      racing.delete(k);
      draw();
    },
    end: () => update.clear(),
  };
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
