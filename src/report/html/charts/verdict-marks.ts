/** How the verdict of a run is marked in a picture, told apart by form as well as by colour. */
import type { Verdict } from '../../../result/result.js';
import { h, type PageElement } from '../element.js';

interface VerdictMark {
  readonly colour: string;
  readonly symbol: 'square' | 'circle' | 'times';
}

export const VERDICT_MARKS: Readonly<Record<Verdict, VerdictMark>> = {
  stale: { colour: 'var(--stale)', symbol: 'square' },
  clean: { colour: 'var(--clean)', symbol: 'circle' },
  untested: { colour: 'var(--untested)', symbol: 'times' },
};

/** What the marks stand for. */
export function runLegend(): PageElement {
  const words = Object.keys(VERDICT_MARKS).map((verdict) =>
    h(`span.key.run.${verdict}`, {}, verdict),
  );
  return h('p.legend', {}, words);
}
