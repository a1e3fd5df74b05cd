/** The search of a bisect, of a list or of commits: shown while it lasts, and its report put out however it ends. */
import type { Logger } from 'pino';
import type { BisectView } from '../../campaign/bisect/bisect.js';
import type { Refusal } from '../../campaign/bisect/steps.js';
import type { Campaign } from '../../campaign/campaign.js';
import { UntestedError, UsageError } from '../../errors.js';
import type { BisectReport } from '../../result/campaign.js';
import { exitCodeOf } from '../../result/verdict.js';
import type { BisectArguments } from '../options/bisect-arguments.js';
import { runRecord } from '../options/campaign-options.js';
import { putOut, writeRecord } from '../options/output-options.js';
import { bisectView } from './bisect-view.js';
import type { UnderWay } from './under-way.js';

export interface BisectSearch {
  readonly campaign: Campaign;
  /** The bad end. */
  readonly bad: number;
  /** What has been found by now. */
  readonly soFar: () => BisectReport;
  readonly underWay: UnderWay;
  readonly args: BisectArguments;
  readonly log: Logger;
}

/**
 * Searches.
 *
 * @param find looks for the kernel, and tells of each run; returns why it was refused, null where it was not
 * @returns the exit code: 0 with an answer, 125 without one
 * @throws UsageError where the ends do not behave, UntestedError where the bad one cannot be tested
 */
export async function searchBisect(
  { campaign, bad, soFar, underWay, args, log }: BisectSearch,
  find: (onRun: BisectView) => Promise<Refusal | null>,
): Promise<number> {
  const { bisectPart } = await import('../../campaign/bisect/report.js');
  const view = bisectView(campaign, soFar, underWay, log);
  let refusal: Refusal | null = null;
  try {
    refusal = await find((outcome, phase) => {
      const record = runRecord(outcome, campaign.nameOf(outcome.kernel));
      writeRecord(args.format, { ...record, phase });
      view.onRun(outcome, phase);
    });
  } finally {
    view.end();
    const report = soFar();
    await putOut({ results: [], campaigns: [bisectPart(report)] }, report, args, log);
  }
  const { refused = '', confirmed } = soFar();
  const wasRun = campaign.latest[bad]?.result !== null;
  if (refusal === 'bad-end-untestable' && wasRun) throw new UntestedError(refused);
  if (refusal !== null) throw new UsageError(refused);
  return exitCodeOf(confirmed ? 'clean' : 'untested', args.exitStyle);
}
