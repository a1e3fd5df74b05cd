/** `holerace bisect --git DIR --good REV --bad REV [-- PATH...]`: the first bad commit of a range, builds included. */
import type { BisectSettings } from '../../campaign/bisect/decision.js';
import type { Refusal } from '../../campaign/bisect/steps.js';
import { UntestedError, UsageError } from '../../errors.js';
import type { BisectReport } from '../../result/campaign.js';
import { exitCodeOf } from '../../result/verdict.js';
import type { BisectArguments } from '../options/bisect-arguments.js';
import { headerOf, openJournal, runRecord, setupOf } from '../options/campaign-options.js';
import { badIfAsked } from '../options/complaint-options.js';
import type { Context } from '../options/context.js';
import { putOut, writeRecord } from '../options/output-options.js';
import { bisectView } from '../progress/bisect-view.js';
import { UnderWay } from '../progress/under-way.js';

/** Looks for the commit. Returns the exit code: 0 with an answer, 125 without one. */
export async function run(
  args: BisectArguments & { readonly git: string },
  settings: BisectSettings,
  { log, signal }: Context,
): Promise<number> {
  // Behind -- stand paths here, and nothing for the guest.
  const setup = setupOf({ ...args, '--': undefined });
  const { good, bad } = endsAsked(args);
  const { Campaign } = await import('../../campaign/campaign.js');
  const { bisectPart } = await import('../../campaign/bisect/report.js');
  const { endsOf } = await import('../../campaign/bisect/graph/posterior.js');
  const { bisectCommits } = await import('../../campaign/commits/bisect-commits.js');
  const { commitBuilder } = await import('../../campaign/commits/builder.js');
  const { rangeOf } = await import('../../campaign/commits/evidence.js');
  const { commitsReport } = await import('../../campaign/commits/report.js');
  const { readRange } = await import('../../git/range.js');
  const { configurationOf, keyOf } = await import('../../kernels/commits/configuration.js');
  const paths = (args['--'] ?? []).map(String);
  const { build = null, config = null, firstFixed } = args;
  const configuration = configurationOf({ command: build, config });
  const commits = await readRange({ folder: args.git, good, bad, firstFixed, paths });
  const git = {
    commits: commits.map(({ tree: _, parents, ...commit }) => ({
      ...commit,
      parents: [...parents],
    })),
    paths,
  };
  const range = rangeOf(git, firstFixed ? 'first-fixed' : 'first-bad');
  const builder = commitBuilder(args.git, commits, configuration, log);
  const header = await headerOf(
    { kind: 'bisect', shard: null, git: { ...git, build: keyOf(configuration) } },
    commits.map(({ hash }) => hash),
    setup,
    { ...args, '--': undefined },
  );
  const journal = await openJournal(header, args, log);
  const underWay = new UnderWay();
  try {
    journal.noteEnds({ ...endsOf(range), confidence: settings.confidence });
    const runner = await underWay.runner({ ...setup, placeOf: builder.kernelOf }, log);
    const campaign = new Campaign({ journal, runner, signal, log });
    const { state } = campaign;
    const soFar = (): BisectReport =>
      commitsReport({ git: header.git ?? git, range, state, settings, ...badIfAsked(args) });
    const view = bisectView(campaign, soFar, underWay, log);
    let refusal: Refusal | null = null;
    try {
      const step = await bisectCommits({
        ...{ campaign, journal, range, settings, builder },
        kernelCost: args.kernelCost ?? null,
        view: (outcome, phase) => {
          const record = runRecord(outcome, campaign.nameOf(outcome.kernel));
          writeRecord(args.format, { ...record, phase });
          view.onRun(outcome, phase);
        },
      });
      if (step.next === 'refusal') refusal = step.refusal;
    } finally {
      view.end();
      const report = soFar();
      await putOut({ results: [], campaigns: [bisectPart(report)] }, report, args, log);
    }
    const { refused = '', confirmed } = soFar();
    const wasRun = campaign.latest[endsOf(range).bad]?.result !== null;
    if (refusal === 'bad-end-untestable' && wasRun) throw new UntestedError(refused);
    if (refusal !== null) throw new UsageError(refused);
    return exitCodeOf(confirmed ? 'clean' : 'untested', args.exitStyle);
  } finally {
    await builder.end();
    journal.close();
  }
}

function endsAsked({ good, bad, kernels, kernelsFrom }: BisectArguments) {
  if (kernels.length > 0 || kernelsFrom !== undefined)
    throw new UsageError(
      '--git takes its kernels from the repository: leave out those that are named, or --git',
    );
  if (good === undefined || bad === undefined)
    throw new UsageError('--git needs both ends: give --good and --bad, a commit each');
  return { good, bad };
}
