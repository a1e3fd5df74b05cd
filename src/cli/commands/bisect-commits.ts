/** `holerace bisect --git DIR --good REV --bad REV [-- PATH...]`: the first bad commit of a range, builds included. */
import type { BisectSettings } from '../../campaign/bisect/decision.js';
import { UsageError } from '../../errors.js';
import type { BisectReport } from '../../result/campaign.js';
import type { BisectArguments } from '../options/bisect-arguments.js';
import { headerOf, openJournal, runsPerBootOf, setupOf } from '../options/campaign-options.js';
import { badIfAsked } from '../options/complaint-options.js';
import type { Context } from '../options/context.js';
import { searchBisect } from '../progress/bisect-search.js';
import { UnderWay } from '../progress/under-way.js';

/** Looks for the commit. Returns the exit code: 0 with an answer, 125 without one. */
export async function run(
  args: BisectArguments & { readonly git: string },
  settings: BisectSettings,
  { log, signal }: Context,
): Promise<number> {
  // Behind -- stand paths here, and nothing for the guest.
  const setup = setupOf({ ...args, '--': undefined });
  const ends = endsAsked(args);
  const { Campaign } = await import('../../campaign/campaign.js');
  const { endsOf } = await import('../../campaign/bisect/graph/posterior.js');
  const { bisectCommits } = await import('../../campaign/commits/bisect-commits.js');
  const { commitBuilder } = await import('../../campaign/commits/builder.js');
  const { rangeOf } = await import('../../campaign/commits/evidence.js');
  const { commitsReport } = await import('../../campaign/commits/report.js');
  const { guestMib, guestsUp } = await import('../../campaign/vm-runner.js');
  const { readRange } = await import('../../git/range.js');
  const { configurationOf, keyOf } = await import('../../kernels/commits/configuration.js');
  const paths = (args['--'] ?? []).map(String);
  const { build = null, config = null, firstFixed } = args;
  const configuration = configurationOf({ command: build, config });
  const commits = await readRange({ folder: args.git, ...ends, firstFixed, paths });
  const git = {
    commits: commits.map(({ tree: _, parents, ...commit }) => ({
      ...commit,
      parents: [...parents],
    })),
    paths,
  };
  const range = rangeOf(git, firstFixed ? 'first-fixed' : 'first-bad');
  const builder = commitBuilder(args.git, commits, configuration, guestMib(setup.guest), log);
  const header = await headerOf(
    { kind: 'bisect', shard: null, git: { ...git, build: keyOf(configuration) } },
    commits.map(({ hash }) => hash),
    setup,
    { ...args, '--': undefined },
  );
  const journal = await openJournal(header, args, log);
  const underWay = new UnderWay();
  const guests = guestsUp(runsPerBootOf(args), setup.guest);
  try {
    journal.noteEnds({ ...endsOf(range), confidence: settings.confidence });
    const runner = await underWay.runner({ ...setup, placeOf: builder.kernelOf }, guests, log);
    const campaign = new Campaign({ journal, runner, signal, log });
    const { state } = campaign;
    const soFar = (): BisectReport =>
      commitsReport({ git: header.git ?? git, range, state, settings, ...badIfAsked(args) });
    const { bad } = endsOf(range);
    return await searchBisect({ campaign, bad, soFar, underWay, args, log }, async (view) => {
      const step = await bisectCommits({
        ...{ campaign, journal, range, settings, builder, view },
        kernelCost: args.kernelCost ?? null,
        buildsAhead: (args.jobs ?? 1) > 1,
      });
      return step.next === 'refusal' ? step.refusal : null;
    });
  } finally {
    await guests.close();
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
