/** Stale reads over time. */
import * as Plot from '@observablehq/plot';
import type { Hits, ScenarioResult } from '../../../result/result.js';
import { counted, seconds } from '../../words/words.js';
import type { PageElement } from '../element.js';
import { COLOURS, COMMON, figure, type Size } from './figure.js';

/** The picture, null where there was no stale read or nobody has noted when. */
export function hitsFigure({ hits, stale, seconds: time }: ScenarioResult): PageElement | null {
  if (hits === undefined || hits.length === 0 || stale === 0) return null;
  const caption = `${counted(stale, 'stale read')} in ${seconds(time)}: a steady slope is a steady rate.`;
  const moments = [{ seconds: 0, overlapped: 0, stale: 0 }, ...hits];
  return figure('Stale reads over time', caption, (size) => [draw(thinned(moments, size), size)]);
}

/** So many moments as can be told apart, the last one always. */
function thinned(moments: readonly Hits[], { steps }: Size): Hits[] {
  const every = Math.ceil(moments.length / steps);
  return moments.filter((_, index) => (moments.length - 1 - index) % every === 0);
}

function draw(moments: readonly Hits[], { width, narrow }: Size): unknown {
  const line = { x: 'seconds', y: 'stale', curve: 'step-after' } as const;
  return Plot.plot({
    ...COMMON,
    width,
    height: 200,
    marginLeft: 48,
    marginRight: 12,
    marginTop: 24,
    marginBottom: 44,
    x: { label: 'racing time (s)', labelOffset: 38, ticks: narrow ? 4 : 8, tickSize: 3 },
    y: { label: 'stale reads so far', ticks: 4, tickSize: 0, grid: true, nice: true },
    marks: [
      Plot.areaY(moments, { ...line, fill: COLOURS.stale, fillOpacity: 0.18 }),
      Plot.lineY(moments, { ...line, stroke: COLOURS.stale, strokeWidth: 2 }),
      Plot.ruleY([0]),
    ],
  });
}
