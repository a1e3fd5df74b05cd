/** What the runs of a campaign have shown so far, whether they are made now or come from its journal. */
import type { CampaignRun } from '../report/campaign.js';
import type { Result, Verdict } from '../report/result.js';
import { type KernelEvidence, NO_EVIDENCE, withRun } from './evidence.js';
import { type Outcome, outcomeOf } from './outcome.js';

export class CampaignState {
  /** What the runs of each kernel have shown. */
  readonly evidence: KernelEvidence[];
  /** Each kernel's latest outcome, null where there is none yet. */
  readonly latest: (Outcome | null)[];
  /** Each kernel's result that says most, null where there is none yet. */
  readonly telling: (Result | null)[];
  /** All runs in their order. */
  readonly runs: { readonly kernel: number; readonly verdict: Verdict }[] = [];

  constructor(kernels: number, runs: readonly CampaignRun[]) {
    this.evidence = Array.from({ length: kernels }, () => NO_EVIDENCE);
    this.latest = this.evidence.map(() => null);
    this.telling = this.evidence.map(() => null);
    for (const run of runs) this.keep(outcomeOf(run));
  }

  keep(outcome: Outcome): void {
    const { kernel, verdict, result } = outcome;
    this.evidence[kernel] = withRun(this.evidence[kernel] ?? NO_EVIDENCE, verdict);
    this.latest[kernel] = outcome;
    this.runs.push({ kernel, verdict });
    if (result === null) return;
    const before = this.telling[kernel] ?? null;
    if (before === null || weight(result) >= weight(before)) this.telling[kernel] = result;
  }
}

/** A stale run says most of a kernel, then one in which something befell it. */
function weight({ verdict, finding }: Result): number {
  if (verdict === 'stale') return 2;
  return finding === null ? 0 : 1;
}
