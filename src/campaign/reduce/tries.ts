/** Makes runs of settings until they say enough, within limits of time, and keeps what they have shown. */
import type { Result, Verdict } from '../../result/result.js';
import { type KernelCounts, NO_RUNS, withRun } from '../run-counts.js';
import { isLearnt, type Judgement, judgementOf } from './judgement.js';
import { keyOf, type Setting } from './setting.js';

/** What a run has shown. */
export interface Seen {
  readonly verdict: Verdict;
  /** Why it is untested, else null. */
  readonly reason: string | null;
  /** Whether it was untested for want of something that no time brings. */
  readonly isImpossible: boolean;
  /** What it took, in seconds, the boot included. */
  readonly seconds: number;
  /** Null where there was no race. */
  readonly result: Result | null;
}

/** Makes one run. */
export type Racer = (setting: Setting) => Promise<Seen>;

export interface TriesOptions {
  readonly race: Racer;
  /** The confidence that is enough for anything that is said to be needed. */
  readonly confidence: number;
  /** For all runs together. */
  readonly limitSeconds: number;
}

/** What is said where there was no time left. */
export const NO_TIME = 'there was no time for it';

export class Tries {
  readonly #options: TriesOptions;
  readonly #counts = new Map<string, KernelCounts>();
  /** All that were made, and what they took. */
  runs = 0;
  seconds = 0;

  constructor(options: TriesOptions) {
    this.#options = options;
  }

  /** What the runs of a setting have shown. */
  countsOf(setting: Setting): KernelCounts {
    return this.#counts.get(keyOf(setting)) ?? NO_RUNS;
  }

  /** Whether another run may begin, within a share of the time. */
  hasTime(share = 1): boolean {
    return this.seconds < share * this.#options.limitSeconds;
  }

  /** One more run, whatever was seen before. */
  async once(setting: Setting): Promise<Seen> {
    const seen = await this.#options.race(setting);
    this.runs++;
    this.seconds += seen.seconds;
    this.#counts.set(keyOf(setting), withRun(this.countsOf(setting), seen.verdict));
    return seen;
  }

  /**
   * Runs a setting until it is known whether it is stale.
   *
   * @param known the runs of the smallest setting that is stale
   * @param share of the time in which runs may begin
   * @param wanted the confidence that is enough, where that is not the one of all
   */
  async judge(
    setting: Setting,
    known: KernelCounts,
    share: number,
    wanted = this.#options.confidence,
  ): Promise<Judgement> {
    let reason: string | null = null;
    for (;;) {
      const counts = this.countsOf(setting);
      const judgement = judgementOf(counts, known, wanted, reason);
      if (judgement !== null) return judgement;
      if (!this.hasTime(share)) return { kind: 'undecided', reason: NO_TIME, confidence: 0 };
      const seen = await this.once(setting);
      reason = seen.reason ?? reason;
      if (seen.verdict === 'untested' && seen.isImpossible)
        return { kind: 'impossible', reason: seen.reason ?? 'it cannot be raced' };
    }
  }

  /** Runs a setting that is stale until it is known how often. */
  async learn(setting: Setting, share: number): Promise<KernelCounts> {
    while (!isLearnt(this.countsOf(setting)) && this.hasTime(share)) await this.once(setting);
    return this.countsOf(setting);
  }
}
