/** Whether a saved clean result holds what a clean one must, by what was ordered; whether a bisect's answer follows. */
import { z } from 'zod';
import { targetNameOf } from '../filesystems/list.js';
import { cleanNeed, mayLeaveOut, type NeedPlan } from '../race/clean-need.js';
import { type CleanOrder, lackOf, resultAgrees } from '../result/agreement.js';
import type { BisectReport, CommitRange } from '../result/campaign.js';
import { isHistory } from '../result/history.js';
import type { Result } from '../result/result.js';
import { answerSoFar, isConfirmed } from './bisect/decision.js';
import { commitAnswerFollows } from './commits/evidence.js';
import type { CampaignHeader } from './journal/records.js';

/** What of the options of a campaign's runs decides what a clean run must hold. */
const runOrderSchema = z.object({
  expect: z.enum(['dax', 'page-cache', 'any']),
  scenarios: z.array(z.string()),
  filesystems: z.array(z.string()),
  seconds: z.number(),
  budgetSeconds: z.number().nullable(),
  attempts: z.number().nullable(),
  untilBound: z.number().nullable(),
});

/** Whether a result agrees with itself, and holds what it says was ordered. */
export function isBelieved(result: Result): boolean {
  const { expect, scenarios, targets } = result;
  const ids = [...new Set(scenarios.map(({ id }) => id))];
  return holds(
    result,
    orderBy(
      { expect },
      ids,
      targets.map(({ filesystem }) => filesystem),
    ),
  );
}

/** The same, of a run of a campaign: what was ordered stands in its header. */
export function isBelievedRun(result: Result, { runOptions }: CampaignHeader): boolean {
  const order = runOrderSchema.safeParse(runOptions);
  if (!order.success) return isBelieved(result);
  const { scenarios, filesystems, ...plan } = order.data;
  const names = filesystems.map((name) => targetNameOf(name));
  return result.expect === plan.expect && holds(result, orderBy(plan, scenarios, names));
}

function orderBy(
  plan: NeedPlan,
  scenarios: readonly string[],
  filesystems: readonly string[],
): CleanOrder {
  const { expect } = plan;
  return {
    expect,
    scenarios,
    filesystems,
    needOf: (id, target) => cleanNeed(plan, id, target),
    // A journal does not say who named the scenarios.
    mayLeaveOut: (id) => mayLeaveOut({ leavesOut: true }, id),
  };
}

function holds(result: Result, order: CleanOrder): boolean {
  return resultAgrees(result) && (result.verdict !== 'clean' || lackOf(result, order) === null);
}

/** Whether the runs of a bisect confirm its answer, where it says so. */
export function answerFollows(report: BisectReport): boolean {
  const { kernels, looksFor, confirmed, confidence, answer, git } = report;
  if (git !== undefined && !isOfCommits(report, git)) return false;
  if (!confirmed) return true;
  if (git !== undefined) return commitAnswerFollows(report, git);
  const firstFixed = looksFor === 'first-fixed';
  const rows = firstFixed ? kernels.toReversed() : kernels;
  const known = answerSoFar(rows);
  const shift = firstFixed ? 1 : 0;
  const { first, last } = known.range;
  const names = rows.slice(Math.max(0, first - shift), Math.max(1, last - shift + 1));
  const same =
    names
      .map(({ k }) => k)
      .sort()
      .join('\n') === [...answer.kernels].sort().join('\n');
  return same && isConfirmed(known, rows, confidence);
}

/** Whether the kernels of a bisect are its commits, each of them behind its parents. */
function isOfCommits({ kernels }: BisectReport, { commits }: CommitRange): boolean {
  const same = kernels.every(({ k }, place) => k === commits[place]?.hash);
  return same && kernels.length === commits.length && isHistory(commits);
}
