/** What the runs of a campaign have shown so far, whether they are made now or come from its journal. */

import { type BadIf, judge, parseBadIf } from '../result/bad-if.js';
import type { Result, Verdict } from '../result/result.js';
import type { CampaignBuild, CampaignRun } from './journal/records.js';
import { type Outcome, outcomeOf } from './outcome.js';
import { type KernelCounts, NO_RUNS, withRun } from './run-counts.js';

export class CampaignState {
  readonly #badIf: readonly BadIf[];
  /** What the runs of each kernel have shown. */
  readonly counts: KernelCounts[];
  /** Each kernel's latest outcome, null where there is none yet. */
  readonly latest: (Outcome | null)[];
  /** Each kernel's result that says most, null where there is none yet. */
  readonly telling: (Result | null)[];
  /** All runs in their order. */
  readonly runs: { readonly kernel: number; readonly verdict: Verdict }[] = [];

  /** @param badIf what makes a kernel bad */
  constructor(
    kernels: number,
    runs: readonly CampaignRun[],
    badIf: readonly BadIf[] = parseBadIf(undefined),
    builds: readonly CampaignBuild[] = [],
  ) {
    this.#badIf = badIf;
    this.counts = Array.from({ length: kernels }, () => NO_RUNS);
    this.latest = this.counts.map(() => null);
    this.telling = this.counts.map(() => null);
    for (const run of runs) this.keep(outcomeOf(run, badIf));
    for (const build of builds) this.keepBuild(build);
  }

  /** A commit whose build has failed is given up. */
  keepBuild({ kernel, failed }: CampaignBuild): void {
    if (failed === null) return;
    this.counts[kernel] = { ...(this.counts[kernel] ?? NO_RUNS), unbuilt: failed };
  }

  keep(outcome: Outcome): void {
    const { kernel, counted: verdict, result } = outcome;
    this.counts[kernel] = withRun(this.counts[kernel] ?? NO_RUNS, verdict);
    this.latest[kernel] = outcome;
    this.runs.push({ kernel, verdict });
    if (result === null) return;
    const before = this.telling[kernel] ?? null;
    if (before === null || weight(result, this.#badIf) >= weight(before, this.#badIf))
      this.telling[kernel] = result;
  }
}

/** A bad run says most of a kernel, then one in which something befell it. */
function weight(result: Result, badIf: readonly BadIf[]): number {
  if (judge(result, badIf) === 'bad') return 2;
  return result.finding === null ? 0 : 1;
}
