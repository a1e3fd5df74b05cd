/**
 * Every strategy by its name: no single one finds every bug. A new one is one file and one line here. They have their
 * first rounds in this order: those that stretch a window come before those that have to be lucky.
 */
import type { Step } from '../../scenarios/scenario.js';
import { inTurn } from './in-turn.js';
import { preempt } from './preempt.js';
import { preemptWriter } from './preempt-writer.js';
import { probe } from './probe.js';
import { probeWriter } from './probe-writer.js';
import { besideSecondReader, secondReader } from './second-reader.js';
import { slowInterrupt } from './slow-interrupt.js';
import { stagger } from './stagger.js';
import type { Strategy } from './strategy.js';

const LIST = {
  preempt,
  'preempt-writer': preemptWriter,
  probe,
  'probe-writer': probeWriter,
  stagger,
  'slow-interrupt': slowInterrupt,
  'second-reader': secondReader,
  'in-turn': inTurn,
} as const;

export type StrategyId = keyof typeof LIST;

/** By name, for a step's strategies travel to its threads as plain data. */
export const STRATEGIES: Readonly<Record<StrategyId, Strategy>> = LIST;

const ids = Object.keys(LIST) as StrategyId[];

/** Made once, for the second reader asks for one in every attempt. */
const BESIDE_SECOND_READER = Object.fromEntries(
  ids.map((id) => [id, besideSecondReader(STRATEGIES[id])]),
) as Record<StrategyId, Strategy>;

/** A strategy as a step is raced by it. */
export function strategyIn(step: Step, id: StrategyId): Strategy {
  return step.secondReader === true ? BESIDE_SECOND_READER[id] : STRATEGIES[id];
}

/** Those among which the user chooses. */
export const chosenStrategies: readonly StrategyId[] = ids.filter((id) => STRATEGIES[id].isChosen);

/** Whether a second reader takes part in a step, in some of its rounds at least. */
export function hasSecondReader(step: Step, strategies: readonly StrategyId[]): boolean {
  return step.secondReader === true || strategies.some((id) => STRATEGIES[id].hasSecondReader);
}

/** Those in which a step is raced where some were chosen, in the order of the list. */
export function strategiesOf(step: Step, chosen: readonly StrategyId[]): readonly StrategyId[] {
  return ids.filter(
    (id) => (chosen.includes(id) || !STRATEGIES[id].isChosen) && STRATEGIES[id].fits(step),
  );
}
