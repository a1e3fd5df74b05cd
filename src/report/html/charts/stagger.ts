/**
 * Early, late and stale against the stagger. Bins may differ in width, so heights are attempts per spin;
 * the few attempts of a search's first steps lie far out and would press the rest together.
 */
import * as Plot from '@observablehq/plot';
import type { ScenarioResult, StaggerBin, StrategyResult } from '../../../result/result.js';
import { counted, share, whole } from '../../words/words.js';
import type { PageElement } from '../element.js';
import { COLOURS, COMMON, figure, legend, OUTCOME_COLOURS, type Size } from './figure.js';

/** The share of attempts that may be cut off on each side. */
const CUT_OFF = 0.01;

/** A picture for each strategy whose outcomes were noted; else one of the evidence, if there is any. */
export function staggerFigures(scenario: ScenarioResult): PageElement[] {
  const noted = scenario.strategies.flatMap((strategy) => figureOf(strategy));
  return noted.length > 0 ? noted : evidenceFigure(scenario);
}

function figureOf({ id, delay, ahead = 'writer', staggers = [] }: StrategyResult): PageElement[] {
  const bins = middle(staggers);
  if (bins.length === 0) return [];
  const all = sum(staggers);
  const outside = all - sum(bins);
  const cut = outside === 0 ? '' : ` ${whole(outside)} of ${counted(all, 'attempt')} lie outside.`;
  const caption = `${isTimer(delay) ? TIMERS[ahead] : SPINS}${cut}`;
  const picture = figure(`Meeting by ${id}: outcomes against the stagger`, caption, (size) =>
    draw(merged(bins, size.steps), size, isTimer(delay) ? ahead : null),
  );
  picture.append(legend('early', 'late', 'stale'));
  return [picture];
}

const SPINS = 'Negative: the writer waited; positive: the reader.';
const TIMERS = {
  writer: "It sets the writer's timer: the larger, the earlier the change runs in the fault.",
  reader: "It sets the reader's timer: the larger, the later the fault runs in the change.",
} as const;

function isTimer(delay: StrategyResult['delay']): boolean {
  return delay === 'timer';
}

function sum(bins: readonly StaggerBin[]): number {
  return bins.reduce((all, { early, late }) => all + early + late, 0);
}

/** The bins without the tails, in which next to nothing lies; a stale read is never cut off. */
export function middle(staggers: readonly StaggerBin[]): StaggerBin[] {
  const filled = staggers.filter(({ early, late }) => early + late > 0);
  const bound = CUT_OFF * sum(filled);
  const isTail = (bins: readonly StaggerBin[]): number => {
    let seen = 0;
    const first = bins.findIndex(({ early, late, stale }) => {
      seen += early + late;
      return seen > bound || stale > 0;
    });
    return Math.max(0, first);
  };
  const from = isTail(filled);
  const to = filled.length - isTail(filled.toReversed());
  return filled.slice(from, to);
}

/** At most so many bins: neighbours become one. */
export function merged(bins: readonly StaggerBin[], most: number): StaggerBin[] {
  const each = Math.ceil(bins.length / most);
  const out: StaggerBin[] = [];
  for (let at = 0; at < bins.length; at += each) {
    const group = bins.slice(at, at + each);
    const total = (name: 'early' | 'late' | 'stale'): number =>
      group.reduce((all, bin) => all + bin[name], 0);
    const from = group[0]?.from ?? 0;
    const to = group.at(-1)?.to ?? from + 1;
    out.push({ from, to, early: total('early'), late: total('late'), stale: total('stale') });
  }
  return out;
}

interface Point {
  readonly spins: number;
  readonly low: number;
  readonly high: number;
  readonly outcome: keyof typeof COLOURS;
}

/**
 * The outline of the bins as steps, stacked on another outcome or on the ground: one path weighs a tenth of
 * a rectangle for each bin.
 */
function outline(
  bins: readonly StaggerBin[],
  outcome: 'early' | 'late' | 'stale',
  below?: 'early',
): Point[] {
  return bins.flatMap((bin, index) => {
    const { from, to } = bin;
    const low = below === undefined ? 0 : bin[below] / (to - from);
    const high = low + bin[outcome] / (to - from);
    const at = (spins: number): Point => ({ spins, low, high, outcome });
    const ground = (spins: number): Point => ({ spins, low: 0, high: 0, outcome });
    // Where bins were left out there is nothing, down to the ground.
    return [
      ...(bins[index - 1]?.to === from ? [] : [ground(from)]),
      ...[at(from), at(to)],
      ...(bins[index + 1]?.from === to ? [] : [ground(to)]),
    ];
  });
}

/** @param timer whose timer it sets, null where it is of spins */
function draw(
  bins: readonly StaggerBin[],
  { width, narrow }: Size,
  timer: keyof typeof TIMERS | null,
): unknown[] {
  const domain = [bins[0]?.from ?? 0, bins.at(-1)?.to ?? 1];
  const area = { x: 'spins', y1: 'low', y2: 'high', fill: 'outcome' } as const;
  const [low = 0, high = 0] = domain;
  const shared = { ...COMMON, width, marginLeft: 48, marginRight: 12, color: OUTCOME_COLOURS };
  const top = Plot.plot({
    ...shared,
    height: 92,
    marginTop: 24,
    marginBottom: 6,
    x: { domain, axis: null },
    y: { label: 'stale per spin', ticks: 2, tickSize: 0, grid: true },
    marks: [Plot.areaY(outline(bins, 'stale'), area), Plot.ruleY([0])],
  });
  const bottom = Plot.plot({
    ...shared,
    height: 220,
    marginTop: 26,
    marginBottom: 44,
    x: {
      domain,
      label: timer === null ? 'stagger (spins)' : `stagger (steps of the ${timer}'s timer)`,
      labelOffset: 38,
      ticks: narrow ? 4 : 8,
      tickSize: 3,
    },
    y: { label: 'attempts per spin', ticks: 4, tickSize: 0, grid: true },
    marks: [
      Plot.areaY([...outline(bins, 'early'), ...outline(bins, 'late', 'early')], area),
      Plot.ruleY([0]),
      low < 0 && high > 0 ? Plot.ruleX([0], { strokeDasharray: '3,3' }) : null,
    ],
  });
  return bins.some(({ stale }) => stale > 0) ? [top, bottom] : [bottom];
}

/** Where the stale reads lay that were kept, and that a stagger in spins has brought about. */
function evidenceFigure({ evidence: kept, stale }: ScenarioResult): PageElement[] {
  const evidence = kept.filter(({ probe, timerNanoseconds, delay }) => {
    return probe === null && timerNanoseconds === undefined && delay !== 'turn';
  });
  if (evidence.length < 2) return [];
  const caption = `The ${whole(evidence.length)} that were kept of ${whole(stale)} (${share(evidence.length, stale)}). Negative: the writer waited; positive: the reader.`;
  const strategies = [...new Set(evidence.map(({ strategy }) => strategy))];
  const picture = figure('Stale reads against the stagger', caption, ({ width, narrow }) => [
    Plot.plot({
      ...COMMON,
      width,
      height: 56 + 34 * strategies.length,
      marginLeft: 64,
      marginRight: 12,
      marginTop: 6,
      marginBottom: 44,
      x: {
        label: 'stagger (spins)',
        labelOffset: 38,
        ticks: narrow ? 4 : 8,
        tickSize: 3,
        nice: true,
      },
      y: { label: null, domain: strategies, tickSize: 0 },
      marks: [
        Plot.tickX(evidence, {
          x: 'stagger',
          y: 'strategy',
          stroke: COLOURS.stale,
          strokeWidth: 2,
          strokeOpacity: 0.6,
          insetTop: 5,
          insetBottom: 5,
        }),
      ],
    }),
  ]);
  return [picture];
}
