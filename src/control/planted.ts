/** What the control plants: one round of each step of each scenario, every attempt of it certain to be stale. */

import { CHANGES } from '../race/changes/list.js';
import { ARENA_OFFSET_BYTES, fileBytes, placeBytes } from '../race/places/arena.js';
import { PLACES } from '../race/places/list.js';
import { stampOf } from '../race/places/stamps.js';
import type { ScenarioResult } from '../result/result.js';
import type { Scenario, Step } from '../scenarios/scenario.js';

/** Enough to see every kind of step, few enough that all are kept with their evidence. */
const ATTEMPTS_LIMIT = 64;

export interface Planted {
  /** The scenario with this one step. */
  readonly scenario: Scenario;
  readonly step: Step;
  readonly attempts: number;
  readonly seed: number;
  /** The file needs this length, in bytes. */
  readonly fileBytes: number;
}

/** One control for each step of some scenarios that can be planted. */
export function plantedOf(scenarios: readonly Scenario[]): Planted[] {
  const all = scenarios.flatMap((scenario) =>
    scenario.steps.filter(isPlantable).map((step) => ({ scenario, step })),
  );
  return all.map(({ scenario, step }, seed) => ({
    scenario: { ...scenario, steps: [step] },
    step,
    attempts: Math.min(step.places, ATTEMPTS_LIMIT),
    seed,
    fileBytes: fileBytes(step),
  }));
}

/**
 * Whether a reader can be given another file than the writer: not where it stores, for that makes the copy
 * that they share. What only some filesystems can do is left to them: the checker is the same.
 */
export function isPlantable({ place, change }: Step): boolean {
  const { rule, onlyOnSome } = CHANGES[change];
  return rule.storeOffsetBytes === null && !onlyOnSome && !PLACES[place].onlyOnSome;
}

/**
 * Holds what was found against what was planted.
 *
 * @returns what is wrong with it in a sentence, null where every stale read was reported with its offset
 */
export function missedOf({ step, attempts, seed }: Planted, result: ScenarioResult): string | null {
  if (result.stale !== attempts)
    return `${result.stale} of ${attempts} planted stale reads were reported`;
  const offsets = new Set(result.evidence.map(({ fileOffset }) => fileOffset));
  for (let hole = 0; hole < attempts; hole++) {
    const offset = placeOf(step, hole, seed);
    if (!offsets.has(offset)) return `the stale read at offset ${offset} was reported elsewhere`;
  }
  return null;
}

/** Where in the file an attempt of the control's one round lies, in bytes. */
export function placeOf(step: Step, hole: number, seed: number): number {
  const { backwards } = CHANGES[step.change].rule;
  return ARENA_OFFSET_BYTES + placeBytes(step, hole, stampOf(seed, 1), backwards);
}
