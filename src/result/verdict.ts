/** From counts and gates to verdicts, and from verdicts to exit codes. */
import type { Gate, Result, ScenarioResult, Verdict } from './result.js';

/** Safe under `git bisect run`: 1 is bad, 125 is skip, above 127 stops it. */
export const Exit = {
  CLEAN: 0,
  STALE: 1,
  /** Where complaints are to fail a run that is clean otherwise. */
  COMPLAINT: 1,
  UNTESTED: 125,
  FAULT: 255,
  SIGHUP: 129,
  SIGINT: 130,
  SIGTERM: 143,
  SIGQUIT: 131,
  SIGXCPU: 152,
  SIGALRM: 142,
  SIGUSR2: 140,
} as const;

/** What kselftest expects instead of 125 (Documentation/dev-tools/kselftest.rst: KSFT_SKIP). */
const KSELFTEST_SKIP = 4;

export type ExitStyle = 'git-bisect' | 'kselftest';

/** The exit code of a verdict. */
export function exitCodeOf(verdict: Verdict, style: ExitStyle = 'git-bisect'): number {
  if (verdict === 'clean') return Exit.CLEAN;
  if (verdict === 'stale') return Exit.STALE;
  return style === 'kselftest' ? KSELFTEST_SKIP : Exit.UNTESTED;
}

/** One scenario's verdict and, where it is untested, the reason: a stale read outweighs an unmet gate. */
export function judgeScenario(
  stale: number,
  gates: readonly Gate[],
): Pick<ScenarioResult, 'verdict' | 'reason'> {
  if (stale > 0) return { verdict: 'stale', reason: null };
  const unmet = gates.filter((gate) => !gate.met);
  if (unmet.length === 0) return { verdict: 'clean', reason: null };
  // What cut a race short says it all: that little was seen follows from it.
  const cause = unmet.filter(({ id }) => id === 'completed');
  const told = cause.length > 0 ? cause : unmet;
  return { verdict: 'untested', reason: told.map((gate) => gate.detail).join('; ') };
}

/**
 * The verdict of the whole: stale if anything was, clean only if something ran and all of it was clean.
 */
export function overallVerdict(scenarios: readonly { readonly verdict: Verdict }[]): Verdict {
  if (scenarios.some(({ verdict }) => verdict === 'stale')) return 'stale';
  const allClean = scenarios.length > 0 && scenarios.every(({ verdict }) => verdict === 'clean');
  return allClean ? 'clean' : 'untested';
}

/**
 * The per-attempt rate that a run without a hit excludes at 95%: the rule of three, 3 / n.
 *
 * @param overlapped attempts that could have been hits
 * @returns null where there was none, and so nothing is excluded
 */
export function rateBound95(overlapped: number): number | null {
  return overlapped > 0 ? 3 / overlapped : null;
}

/**
 * The overlapped attempts that it takes to exclude a higher rate at 95%.
 *
 * @param rate stale reads an attempt
 */
export function attemptsToExclude(rate: number): number {
  return Math.ceil(3 / rate);
}

/** The overlapped attempts of all scenarios together. */
export function overlappedOf(result: Result): number {
  return result.scenarios.reduce((sum, { overlapped }) => sum + overlapped, 0);
}
