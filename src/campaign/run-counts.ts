/** What the runs of one kernel have shown, counted. */
import type { Verdict } from '../result/result.js';

export interface KernelCounts {
  /** Runs with a stale read: each proves that the kernel is bad. */
  readonly stale: number;
  /** Runs without one: each is evidence only that the kernel is good. */
  readonly clean: number;
  /** Runs that tested nothing. */
  readonly untested: number;
  /** The last lines of its build, where that has failed: there will be no run. */
  readonly unbuilt?: string | undefined;
}

/**
 * A kernel is given up when so many runs for each that was not, and for one more, were untested: a machine
 * that is busy spoils a run now and then, of any kernel.
 */
const UNTESTED_LIMIT = 3;

export const NO_RUNS: KernelCounts = { stale: 0, clean: 0, untested: 0 };

/** The counts with one more run. */
export function withRun(counts: KernelCounts, verdict: Verdict): KernelCounts {
  return { ...counts, [verdict]: counts[verdict] + 1 };
}

/** Whether the kernel is not worth another run, for nothing can be tested there. */
export function isUntestable({ stale, clean, untested, unbuilt }: KernelCounts): boolean {
  return unbuilt !== undefined || untested >= UNTESTED_LIMIT * (1 + stale + clean);
}

/** Whether the kernel has been fetched and booted before. */
export function isThere({ stale, clean, untested }: KernelCounts): boolean {
  return stale + clean + untested > 0;
}
