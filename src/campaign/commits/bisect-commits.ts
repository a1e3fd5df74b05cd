/** A bisect over commits: builds and runs what its steps ask for until there is an answer. */
import { messageOf, UsageError } from '../../errors.js';
import type { BisectView } from '../bisect/bisect.js';
import { decideOnGraph, type GraphKnown } from '../bisect/graph/decision.js';
import type { Range } from '../bisect/graph/posterior.js';
import type { Step, StepSettings } from '../bisect/steps.js';
import type { Campaign } from '../campaign.js';
import type { Journal } from '../journal/journal.js';
import { costsOf } from './cost.js';

/** So many builds in a row that have failed are no fault of single commits. */
const FAILURES_LIMIT = 16;

/** Builds commits. */
export interface Builder {
  /** Whether the kernel of a commit is there. */
  readonly isBuilt: (commit: number) => boolean;
  /** Builds it. Returns the last lines of a build that has failed, else null. */
  readonly build: (commit: number) => Promise<string | null>;
}

export interface CommitBisect {
  readonly campaign: Campaign;
  readonly journal: Journal;
  readonly range: Range;
  readonly settings: StepSettings;
  /** What a commit that was not built costs, in runs; null for what builds and runs have taken. */
  readonly kernelCost: number | null;
  readonly builder: Builder;
  readonly view: BisectView;
}

/**
 * Looks for the commit. The number of runs is bounded by the settings, that of builds by the commits.
 *
 * @throws UsageError, InterruptedError what ends a campaign
 */
export async function bisectCommits(bisect: CommitBisect): Promise<Step<GraphKnown>> {
  const { campaign, range, settings, builder, view } = bisect;
  for (;;) {
    const step = decideOnGraph(range, campaign.counts, settings, costs(bisect));
    if (step.next !== 'run') return step;
    const { kernel, phase } = step;
    if (!builder.isBuilt(kernel) && !(await buildAndNote(bisect, kernel))) continue;
    view(await campaign.run(kernel), phase);
  }
}

function costs({ journal, range, kernelCost }: CommitBisect): (commit: number) => number {
  const taken = costsOf(range.commits, journal.builds, journal.runs);
  return kernelCost === null ? taken : (commit) => (taken(commit) === 0 ? 0 : kernelCost);
}

/** Returns whether it was built. */
async function buildAndNote(
  { journal, campaign, builder }: CommitBisect,
  kernel: number,
): Promise<boolean> {
  const began = new Date();
  const failed = await builder.build(kernel);
  const seconds = (Date.now() - began.getTime()) / 1000;
  const build = {
    record: 'build',
    kernel,
    startedAt: began.toISOString(),
    seconds,
    failed,
  } as const;
  journal.appendBuild(build);
  campaign.state.keepBuild(build);
  if (failed === null) return true;
  const latest = journal.builds.slice(-FAILURES_LIMIT);
  if (latest.length === FAILURES_LIMIT && latest.every((one) => one.failed !== null))
    throw new UsageError(
      `${FAILURES_LIMIT} builds in a row have failed, the last one because ${messageOf(failed)}: give another --config or --build`,
    );
  return false;
}
