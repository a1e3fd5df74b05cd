/** How the verdict of a run is marked in a picture, told apart by form as well as by colour. */
import * as Plot from '@observablehq/plot';
import type { Verdict } from '../../../result/result.js';
import { h, type PageElement } from '../element.js';

interface VerdictMark {
  readonly colour: string;
  readonly symbol: 'square' | 'circle' | 'times';
}

const VERDICT_MARKS: Readonly<Record<Verdict, VerdictMark>> = {
  stale: { colour: 'var(--stale)', symbol: 'square' },
  clean: { colour: 'var(--clean)', symbol: 'circle' },
  untested: { colour: 'var(--untested)', symbol: 'times' },
};

/** The marks of what has a verdict, for a plot. */
export function verdictDots(
  marked: readonly { readonly verdict: Verdict | null }[],
  at: { readonly x: string; readonly y: string; readonly r: number },
) {
  return (Object.keys(VERDICT_MARKS) as Verdict[]).map((verdict) => {
    const { colour, symbol } = VERDICT_MARKS[verdict];
    return Plot.dot(
      marked.filter((one) => one.verdict === verdict),
      {
        ...{ ...at, symbol },
        ...(verdict === 'stale'
          ? { fill: colour, stroke: 'var(--card)', strokeWidth: 0.75 }
          : { stroke: colour, fill: 'var(--card)', strokeWidth: 1.5 }),
      },
    );
  });
}

/** What the marks stand for. */
export function runLegend(): PageElement {
  const words = Object.keys(VERDICT_MARKS).map((verdict) =>
    h(`span.key.run.${verdict}`, {}, verdict),
  );
  return h('p.legend', {}, words);
}
