/** Evidence gates: what must be seen before a scenario without a stale read may be called clean. */

import type { Expect, Gate } from '../result/result.js';
import { attemptsToExclude } from '../result/verdict.js';
import { CHANGES } from './changes/list.js';
import type { Counts } from './counts/tally.js';
import { type HugeProof, hugeGates } from './huge-gates.js';
import { PLACES } from './places/list.js';
import { STRATEGIES, type StrategyId } from './strategies/list.js';

/** Fewer overlapped attempts say nothing worth a verdict. */
export const OVERLAPPED_AT_LEAST = 100;
/**
 * Each strategy must have been tried at least so often. How often its attempts overlapped is told beside it, and
 * not asked for: some scenarios leave a way nothing to overlap with, as a probe where the file ends.
 */
export const ATTEMPTS_OF_EACH_STRATEGY = 10;
/** Either outcome must have at least this share of the attempts, or the two never really met. */
export const OUTCOME_SHARE_AT_LEAST = 0.05;

export interface Proof extends HugeProof {
  readonly expect: Expect;
  /** The rate that a clean run must exclude, null where none was asked for. */
  readonly untilBound: number | null;
  readonly byStrategy: Readonly<Partial<Record<StrategyId, Counts>>>;
  /** The attempts of each other step. */
  readonly stepAttempts: readonly number[];
  /** Why the scenario did not come to its end, else null. */
  readonly failure: string | null;
}

/** The overlapped attempts after which a race for a bound may end: enough for the bound, and for a verdict. */
export function overlappedForBound(untilBound: number): number {
  return Math.max(OVERLAPPED_AT_LEAST, attemptsToExclude(untilBound));
}

/** The gates of a scenario, each with whether it was met, or could be with more time, and a sentence that says so. */
export function gatesOf(proof: Proof): Gate[] {
  const { scenario, counts, failure, lacking } = proof;
  if (lacking.size === scenario.steps.length)
    return [modeGate(proof), { id: 'possible', met: false, detail: reasonsIn(lacking).join('; ') }];
  const gates = [modeGate(proof), completedGate(failure), attemptsGate(proof)];
  if (scenario.steps.some(({ meeting }) => meeting === 'at-once')) {
    gates.push(
      overlappedGate(counts),
      strategiesGate(proof.byStrategy),
      outcomesGate(proof.byStrategy),
    );
    if (proof.untilBound !== null) gates.push(boundGate(counts, proof.untilBound));
  }
  if (counts.sigbus > 0) gates.push(pagesGate(counts));
  gates.push(...hugeGates(proof));
  // A hole that was never anything else needs no proof where the filesystem does not tell holes from data.
  if (proof.target.dax || scenario.steps.some(({ place }) => !PLACES[place].isByNature))
    gates.push(extentsGate(proof));
  return gates;
}

/** Each once, for several steps may lack the same. */
function reasonsIn(lacking: Proof['lacking']): string[] {
  return [...new Set(lacking.values())];
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
  const detail = target.dax ? `the file is DAX (per ${target.daxProof})` : 'the file is not DAX';
  return { id: 'dax-active', met: target.dax, detail };
}

function completedGate(failure: string | null): Gate {
  const detail = failure ?? 'the scenario ran to its end';
  return { id: 'completed', met: failure === null, detail };
}

function attemptsGate({ scenario, stepAttempts, lacking }: Proof): Gate {
  const raced = stepAttempts.length > 0 && stepAttempts.every((one) => one > 0);
  const met = raced && stepAttempts.length + lacking.size === scenario.steps.length;
  const made = `${stepAttempts.join(' and ') || 0} attempts were made in ${scenario.steps.length} steps`;
  return {
    id: 'attempted',
    met,
    metByTime: true,
    detail: [made, ...reasonsIn(lacking)].join('; '),
  };
}

function overlappedGate({ overlapped }: Counts): Gate {
  return {
    id: 'overlapped',
    met: overlapped >= OVERLAPPED_AT_LEAST,
    metByTime: true,
    detail: `${overlapped} attempts overlapped, a verdict needs ${OVERLAPPED_AT_LEAST}`,
  };
}

/** Why a load gets SIGBUS where the file has data is for whoever knows the kernel to find out. */
function pagesGate({ sigbus }: Counts): Gate {
  const detail = `${sigbus} attempts got SIGBUS for a load where the file has data: free some space if the filesystem is full, else its kernel has lost pages`;
  return { id: 'no-sigbus', met: false, detail };
}

/** Whether a strategy has had its turn, or has turned out not to be there. */
export function hadItsTurn({ attempts, discarded, retired }: Counts): boolean {
  return retired > 0 || attempts - discarded >= ATTEMPTS_OF_EACH_STRATEGY;
}

/** Whether both outcomes have their share of a strategy's attempts, where they are left to chance. */
export function sawBothOutcomes(
  id: StrategyId,
  { attempts, discarded, early, late }: Counts,
): boolean {
  const least = OUTCOME_SHARE_AT_LEAST * (attempts - discarded);
  return !STRATEGIES[id].isLeftToChance || (early >= least && late >= least);
}

/** One strategy does not speak for another, which may find what it cannot: none must have been left out. */
function strategiesGate(byStrategy: Proof['byStrategy']): Gate {
  const racing = racingOf(byStrategy);
  const told = racing.map(([id, { attempts, discarded, overlapped, retired }]) =>
    retired > 0
      ? `nothing passes a point of ${id}`
      : `${attempts - discarded} by ${id}, ${overlapped} of them overlapped`,
  );
  const short = racing.filter(([, counts]) => !hadItsTurn(counts)).map(([id]) => id);
  const met = racing.length > 0 && short.length === 0;
  const seen = `attempts: ${told.join('; ') || 'none'}; each strategy needs ${ATTEMPTS_OF_EACH_STRATEGY}`;
  const without = `, or leave ${short.join(' and ')} out on purpose with --strategy`;
  const cure = `race longer${short.length < racing.length ? without : ''}`;
  const detail = short.length === 0 ? seen : `${seen}: ${cure}`;
  return { id: 'every-strategy', met, metByTime: true, detail };
}

/** The strategies that were raced: a sequence beside them meets nobody. */
function racingOf(byStrategy: Proof['byStrategy']): [StrategyId, Counts][] {
  const all = Object.entries(byStrategy) as [StrategyId, Counts][];
  return all.filter(([id]) => STRATEGIES[id].delay !== 'turn');
}

function boundGate({ overlapped }: Counts, untilBound: number): Gate {
  const needed = attemptsToExclude(untilBound);
  return {
    id: 'bound',
    met: overlapped >= needed,
    metByTime: true,
    detail: `${overlapped} of the ${needed} overlapped attempts that exclude a rate above ${untilBound} came in time`,
  };
}

/** Each strategy apart: one that is met half and half does not speak for one that never meets. */
function outcomesGate(byStrategy: Proof['byStrategy']): Gate {
  const raced = racingOf(byStrategy).filter(([, { attempts }]) => attempts > 0);
  const chanced = raced.filter(([id]) => STRATEGIES[id].isLeftToChance);
  const met = chanced.every(([id, counts]) => sawBothOutcomes(id, counts));
  const seen = chanced.map(([id, { early, late }]) => `${early} early and ${late} late by ${id}`);
  const detail = `${seen.join(', ') || 'none'}, each must be ${100 * OUTCOME_SHARE_AT_LEAST}% of the attempts`;
  return { id: 'early-and-late', met: met && raced.length > 0, metByTime: true, detail };
}

function extentsGate({ scenario, counts: { provedRounds, rounds } }: Proof): Gate {
  const met = rounds > 0 && provedRounds === rounds;
  const kinds = [...new Set(scenario.steps.map(({ place }) => PLACES[place].words))].join(' and ');
  const ends = [...new Set(scenario.steps.map(({ change }) => CHANGES[change].rule.leaves))];
  const seen = `${provedRounds} of ${rounds} rounds began on ${kinds} and left ${ends.join(' and ')}, say the file's extents`;
  const cure = 'choose a filesystem that has such extents and tells them, such as ext4 or xfs';
  return { id: 'extents', met, detail: met ? seen : `${seen}: ${cure}` };
}
