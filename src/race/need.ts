/** What a scenario would do with more of a budget. */
import type { ScenarioResult } from '../result/result.js';
import type { Need } from './budget.js';

export interface Progressed {
  readonly result: Pick<ScenarioResult, 'verdict' | 'gates'>;
  /** Whether it has made all the attempts that it may make. */
  readonly ended: boolean;
  /** Whether it races on for a bound, and has come to it. */
  readonly reachedBound: boolean;
}

/** What it would do with more time, by what has come of it so far. */
export function needOf({ result, ended, reachedBound }: Progressed): Need {
  if (ended || result.verdict === 'stale') return 'nothing';
  const unmet = result.gates.filter(({ met }) => !met);
  if (unmet.some(({ metByTime }) => metByTime !== true)) return 'nothing';
  if (unmet.length > 0) return 'verdict';
  return reachedBound ? 'nothing' : 'lower-bound';
}
