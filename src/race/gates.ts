/** Evidence gates: what must be seen before a scenario without a stale read may be called clean. */
import type { Expect, Gate, Target } from '../report/result.js';
import { attemptsToExclude } from '../report/verdict.js';
import { HUGE_PAGE_BYTES, type Scenario } from '../scenarios/scenario.js';
import type { Counts } from './tally.js';

/** Fewer overlapped attempts say nothing worth a verdict. */
export const OVERLAPPED_AT_LEAST = 100;
/** Either outcome must have at least this share of the attempts, or the two never really met. */
export const OUTCOME_SHARE_AT_LEAST = 0.05;

export interface Proof {
  readonly scenario: Scenario;
  readonly expect: Expect;
  /** The rate that a clean run must exclude, null where none was asked for. */
  readonly untilBound: number | null;
  readonly target: Target;
  readonly counts: Counts;
  /** The attempts of each step: none may have been left out. */
  readonly stepAttempts: readonly number[];
  /** Why the scenario did not come to its end, else null. */
  readonly failure: string | null;
}

/** The gates of a scenario, each with whether it was met and a sentence that says so. */
export function gatesOf(proof: Proof): Gate[] {
  const { scenario, counts, failure } = proof;
  const gates = [modeGate(proof), completedGate(failure), attemptsGate(proof)];
  if (scenario.steps.some(({ meeting }) => meeting === 'at-once')) {
    gates.push(overlappedGate(counts), outcomesGate(counts));
    if (proof.untilBound !== null) gates.push(boundGate(counts, proof.untilBound));
  }
  const huge = scenario.steps.filter(({ strideBytes }) => strideBytes === HUGE_PAGE_BYTES);
  // The page cache rarely maps huge pages: there, only a scenario of nothing else depends on them.
  const needsHuge = proof.target.dax || huge.length === scenario.steps.length;
  if (huge.length > 0 && needsHuge) gates.push(hugeGate(counts));
  if (scenario.steps.some(({ hole }) => hole === 'unwritten')) gates.push(unwrittenGate(counts));
  return gates;
}

function modeGate({ expect, target }: Proof): Gate {
  if (expect === 'page-cache') {
    const detail = target.dax
      ? 'the file is DAX, not in the page cache'
      : 'the file is in the page cache';
    return { id: 'page-cache-active', met: !target.dax, detail };
  }
  if (expect === 'any')
    return { id: 'any-mode', met: true, detail: 'DAX or page cache, as it comes' };
  const detail = target.dax ? `the file is DAX, says ${target.daxProof}` : 'the file is not DAX';
  return { id: 'dax-active', met: target.dax, detail };
}

function completedGate(failure: string | null): Gate {
  const detail = failure ?? 'the scenario ran to its end';
  return { id: 'completed', met: failure === null, detail };
}

function attemptsGate({ scenario, stepAttempts }: Proof): Gate {
  const met = stepAttempts.length === scenario.steps.length && stepAttempts.every((one) => one > 0);
  const detail = `${stepAttempts.join(' and ') || 0} attempts were made in ${scenario.steps.length} steps`;
  return { id: 'attempted', met, detail };
}

function overlappedGate({ overlapped }: Counts): Gate {
  return {
    id: 'overlapped',
    met: overlapped >= OVERLAPPED_AT_LEAST,
    detail: `${overlapped} attempts overlapped, a verdict needs ${OVERLAPPED_AT_LEAST}`,
  };
}

function boundGate({ overlapped }: Counts, untilBound: number): Gate {
  const needed = attemptsToExclude(untilBound);
  return {
    id: 'bound',
    met: overlapped >= needed,
    detail: `${overlapped} of the ${needed} overlapped attempts that exclude a rate above ${untilBound} came in time`,
  };
}

function outcomesGate({ early, late, attempts }: Counts): Gate {
  const least = OUTCOME_SHARE_AT_LEAST * attempts;
  const met = attempts > 0 && early >= least && late >= least;
  return {
    id: 'early-and-late',
    met,
    detail: `${early} early and ${late} late, each must be ${100 * OUTCOME_SHARE_AT_LEAST}% of the attempts`,
  };
}

function hugeGate({ hugeFaults }: Counts): Gate {
  const detail =
    hugeFaults > 0
      ? `${hugeFaults} faults mapped a huge zero page`
      : 'no fault mapped a huge zero page: enable transparent huge pages in the kernel';
  return { id: 'huge-zero-page', met: hugeFaults > 0, detail };
}

function unwrittenGate({ unwrittenRounds }: Counts): Gate {
  const detail =
    unwrittenRounds > 0
      ? `${unwrittenRounds} rounds began on unwritten extents, says FIEMAP`
      : 'no round began on unwritten extents: choose a filesystem that has them and tells by FIEMAP, such as ext4 or xfs';
  return { id: 'unwritten-extents', met: unwrittenRounds > 0, detail };
}
