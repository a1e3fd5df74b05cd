/** A bisect over commits: builds and runs what its steps ask for until there is an answer. */
import { messageOf, UsageError } from '../../errors.js';
import type { BisectView } from '../bisect/bisect.js';
import { decideOnGraph, type GraphKnown } from '../bisect/graph/decision.js';
import type { Range } from '../bisect/graph/posterior.js';
import type { Step, StepSettings } from '../bisect/steps.js';
import type { Campaign } from '../campaign.js';
import type { Journal } from '../journal/journal.js';
import { type Build, BuildAhead, type EndedBuild, timedBuild } from './build-ahead.js';
import { costsOf } from './cost.js';
import { likelyNext } from './likely-next.js';

/** So many builds in a row that have failed are no fault of single commits. */
const FAILURES_LIMIT = 16;

/** Builds commits. */
export interface Builder {
  /** Whether the kernel of a commit is there. */
  readonly isBuilt: (commit: number) => boolean;
  readonly build: Build;
  /** Whether the machine has room to build beside racing now. */
  readonly hasRoomBeside: () => boolean;
}

export interface CommitBisect {
  readonly campaign: Campaign;
  readonly journal: Journal;
  readonly range: Range;
  readonly settings: StepSettings;
  /** What a commit that was not built costs, in runs; null for what builds and runs have taken. */
  readonly kernelCost: number | null;
  readonly builder: Builder;
  /** Whether the commit that is likely to be wanted next is built while another one is raced. */
  readonly buildsAhead: boolean;
  readonly view: BisectView;
}

/**
 * Looks for the commit. The number of runs is bounded by the settings, that of builds by the commits. What is next follows
 * from the journal alone: a build that goes on beside a run counts from when it is noted there.
 *
 * @throws UsageError, InterruptedError what ends a campaign
 */
export async function bisectCommits(bisect: CommitBisect): Promise<Step<GraphKnown>> {
  const { campaign, range, settings, builder, view } = bisect;
  const ahead = new BuildAhead(builder.build);
  try {
    for (;;) {
      const ended = ahead.take();
      if (ended !== null) note(bisect, ended);
      const step = decideOnGraph(range, campaign.counts, settings, costs(bisect));
      if (step.next !== 'run') return step;
      const { kernel, phase } = step;
      if (!builder.isBuilt(kernel)) {
        // There is one worktree. With what is built there by then, another commit may tell more for its cost.
        if (ahead.isBusy) {
          await ahead.wait();
          continue;
        }
        if (!(await buildAndNote(bisect, kernel))) continue;
      }
      beginAhead(bisect, ahead, kernel);
      view(await campaign.run(kernel), phase);
    }
  } finally {
    await ahead.stop();
  }
}

function costs({ journal, range, kernelCost }: CommitBisect): (commit: number) => number {
  const taken = costsOf(range.commits, journal.builds, journal.runs);
  return kernelCost === null ? taken : (commit) => (taken(commit) === 0 ? 0 : kernelCost);
}

/** Begins to build what is likely to be wanted behind the commit that is run now. */
function beginAhead(bisect: CommitBisect, ahead: BuildAhead, running: number): void {
  const { campaign, range, settings, builder, buildsAhead } = bisect;
  if (!buildsAhead || ahead.isBusy || !builder.hasRoomBeside()) return;
  const now = { range, counts: campaign.counts, settings, costOf: costs(bisect) };
  const next = likelyNext(now, running).find((commit) => !builder.isBuilt(commit));
  if (next !== undefined) ahead.start(next);
}

/** Returns whether it was built. */
async function buildAndNote(bisect: CommitBisect, commit: number): Promise<boolean> {
  const ended = await timedBuild(bisect.builder.build, commit);
  note(bisect, ended);
  return ended.failed === null;
}

function note({ journal, campaign }: CommitBisect, ended: EndedBuild): void {
  const { commit: kernel, began, seconds, failed } = ended;
  const build = {
    record: 'build',
    kernel,
    startedAt: began.toISOString(),
    seconds,
    failed,
  } as const;
  journal.appendBuild(build);
  campaign.state.keepBuild(build);
  if (failed === null) return;
  const latest = journal.builds.slice(-FAILURES_LIMIT);
  if (latest.length === FAILURES_LIMIT && latest.every((one) => one.failed !== null))
    throw new UsageError(
      `${FAILURES_LIMIT} builds in a row have failed, the last one because ${messageOf(failed)}: give another --config or --build`,
    );
}
