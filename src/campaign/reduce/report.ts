/** What a reduction has come to, as it is saved. */
import { REDUCTION_SCHEMA, type Reduction } from '../../result/reduction.js';
import { VERSION } from '../../version.js';
import { settingWords } from './dimensions.js';
import type { ReducedTo } from './reduce.js';

/** What is known beside the runs. */
export interface Around extends Pick<Reduction, 'kernel' | 'scenario' | 'confidence'> {
  readonly runSeconds: number;
  /** The command line that races the least. */
  readonly again: string;
}

/** The report. */
export function reductionOf(reduced: ReducedTo, around: Around): Reduction {
  const { before, parts, least, counts, walked, result, isComplete, runs, seconds } = reduced;
  const { kernel, scenario, confidence, runSeconds, again } = around;
  const only = ({ stale, clean, untested }: ReducedTo['counts']) => ({ stale, clean, untested });
  return {
    ...{ schema: REDUCTION_SCHEMA, holerace: VERSION, kernel, scenario, confidence, runSeconds },
    ...{ spent: { runs, seconds }, complete: isComplete, before: only(before), parts: [...parts] },
    least: { again, words: settingWords(least, scenario), ...only(counts) },
    windows: [...walked.windows],
    noWindow: walked.none.length === 0 ? null : walked.none.join('; '),
    result,
  };
}
