/** What came of the attempts of each scenario: early and late as shares, stale reads as a number. */
import * as Plot from '@observablehq/plot';
import type { Result } from '../../../result/result.js';
import { scenarioName, whole } from '../../words/words.js';
import type { PageElement } from '../element.js';
import { COLOURS, COMMON, figure, legend, OUTCOME_COLOURS, type Size } from './figure.js';

const ROW_HEIGHT = 26;

interface Row {
  readonly name: string;
  readonly attempts: number;
  readonly early: number;
  readonly late: number;
  readonly stale: number;
}

/** The picture, null where nothing was attempted. */
export function attemptsFigure(result: Result): PageElement | null {
  const rows = result.scenarios
    .flatMap((scenario): Row[] => {
      const name = scenarioName(scenario, result);
      if (scenario.strategies.length < 2) return [{ ...scenario, name }];
      return scenario.strategies.map((strategy) => ({
        ...strategy,
        name: `${name}, ${strategy.id}`,
      }));
    })
    .filter(({ attempts, early, late }) => attempts > 0 && early + late > 0);
  if (rows.length === 0) return null;
  const caption =
    'Half early and half late is where fault and write meet. A sequence is always early: its read comes first.';
  const picture = figure('What came of the attempts', caption, (size) => [draw(rows, size)]);
  picture.append(legend('early', 'late'));
  return picture;
}

function draw(rows: readonly Row[], { width, narrow }: Size): unknown {
  const shares = rows.flatMap(({ name, attempts, early, late }) => [
    { name, outcome: 'early', percent: (100 * early) / attempts },
    { name, outcome: 'late', percent: (100 * late) / attempts },
  ]);
  const stale = rows.filter((row) => row.stale > 0);
  const lineHeight = narrow ? 2 * ROW_HEIGHT : ROW_HEIGHT;
  return Plot.plot({
    ...COMMON,
    width,
    height: rows.length * lineHeight + 54,
    marginLeft: narrow ? 4 : 270,
    marginRight: 92,
    marginTop: 6,
    marginBottom: 44,
    x: {
      domain: [0, 100],
      label: 'share of the attempts (%)',
      labelOffset: 38,
      ticks: 4,
      tickSize: 3,
    },
    y: {
      domain: rows.map(({ name }) => name),
      label: null,
      tickSize: 0,
      axis: narrow ? null : 'left',
    },
    color: OUTCOME_COLOURS,
    marks: [
      Plot.barX(shares, {
        x: 'percent',
        y: 'name',
        fill: 'outcome',
        insetTop: narrow ? 24 : 4,
        insetBottom: 4,
      }),
      Plot.text(stale, {
        x: 100,
        y: 'name',
        text: (row: Row) => `${whole(row.stale)} stale`,
        textAnchor: 'start',
        dx: 8,
        dy: narrow ? 10 : 0,
        fill: COLOURS.stale,
        fontWeight: 'bold',
      }),
      narrow
        ? Plot.text(rows, { x: 0, y: 'name', text: 'name', textAnchor: 'start', dy: -12 })
        : null,
    ],
  });
}
