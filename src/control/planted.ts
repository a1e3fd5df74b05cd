/** What the control plants: one round of each step of each scenario, every attempt of it certain to be stale. */
import { ARENA_OFFSET_BYTES, fileBytes } from '../race/arena.js';
import type { ScenarioResult } from '../report/result.js';
import type { Scenario, Step } from '../scenarios/scenario.js';

/** Enough to see every kind of step, few enough that all are kept with their evidence. */
const ATTEMPTS_LIMIT = 64;

export interface Planted {
  /** The scenario with this one step. */
  readonly scenario: Scenario;
  readonly step: Step;
  readonly attempts: number;
  /** The file needs this length, in bytes. */
  readonly fileBytes: number;
}

/** One control for each step of some scenarios. */
export function plantedOf(scenarios: readonly Scenario[]): Planted[] {
  return scenarios.flatMap((scenario) =>
    scenario.steps.map((step) => ({
      scenario: { ...scenario, steps: [step] },
      step,
      attempts: Math.min(step.holes, ATTEMPTS_LIMIT),
      fileBytes: fileBytes(step),
    })),
  );
}

/**
 * Holds what was found against what was planted.
 *
 * @returns what is wrong with it in a sentence, null where every stale read was reported with its offset
 */
export function missedOf({ step, attempts }: Planted, result: ScenarioResult): string | null {
  if (result.stale !== attempts)
    return `${result.stale} of ${attempts} planted stale reads were reported`;
  const offsets = new Set(result.evidence.map(({ fileOffset }) => fileOffset));
  for (let hole = 0; hole < attempts; hole++) {
    const offset = ARENA_OFFSET_BYTES + hole * step.strideBytes;
    if (!offsets.has(offset)) return `the stale read at offset ${offset} was reported elsewhere`;
  }
  return null;
}
