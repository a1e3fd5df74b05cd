/**
 * What a bisect knew after each of its runs: how sure it was of what became its answer, and where the kernel that it
 * looks for may be. Neighbours of equal probability are one area: between two kernels that were run, all are.
 */
import * as Plot from '@observablehq/plot';
import type { BisectReport } from '../../../result/campaign.js';
import type { BisectPart, PosteriorStep } from '../../report.js';
import { percent, soughtWords } from '../../words/bisect-words.js';
import { counted } from '../../words/words.js';
import type { PageElement } from '../element.js';
import { COMMON, figure, type Size } from './figure.js';
import { runLegend, verdictDots } from './verdict-marks.js';

/** Below this share of a step's most probable kernel nothing is drawn. */
const DRAWN_FROM = 0.02;
/** The shade is this root of the probability: a thousand kernels that are all alike must still be seen. */
const SHADE_ROOT = 1 / 3;
/** Shades that can be told apart, and the darkest, on which a mark can still be seen. */
const SHADES = 20;
const DARKEST = 0.75;
/** Up to so many kernels each has its name beside it. */
const NAMED_KERNELS = 24;
const NAME_SHOWN = 30;

/** The picture, null where nobody has noted the runs. */
export function posteriorFigure({ bisect, steps }: BisectPart): PageElement | null {
  const { runs = [], confidence } = bisect;
  if (runs.length === 0 || steps.length < 2) return null;
  const caption = `Above: how probable the answer was, up to the ${percent(confidence)} asked for. Below: the darker, the more probable is it that ${soughtWords(bisect)} is there; a mark is a run.`;
  const title = `What was known after each of ${counted(runs.length, 'run')}`;
  const picture = figure(title, caption, (size) => {
    const shown = thinned(steps, size);
    return [drawAnswer(shown, bisect, size), drawPlaces(shown, bisect, size)];
  });
  picture.append(runLegend());
  return picture;
}

/** So many steps as can be told apart, the last one always. */
function thinned(steps: readonly PosteriorStep[], { steps: most }: Size): PosteriorStep[] {
  const every = Math.ceil(steps.length / most);
  return steps.filter((_, index) => (steps.length - 1 - index) % every === 0);
}

function horizontal({ runs = [], kernels }: BisectReport, { width, narrow }: Size) {
  const hasNames = kernels.length <= NAMED_KERNELS && !narrow;
  const margins = { marginLeft: hasNames ? 210 : 40, marginRight: 12 };
  return { ...COMMON, ...margins, width, domain: [0, runs.length] };
}

function drawAnswer(steps: readonly PosteriorStep[], bisect: BisectReport, size: Size): unknown {
  const { domain, ...shared } = horizontal(bisect, size);
  const { kernels, answer } = bisect;
  const places = kernels.flatMap(({ k }, place) => (answer.kernels.includes(k) ? [place] : []));
  const points = steps.map(({ runs, probabilities }) => ({
    runs,
    answer: 100 * places.reduce((sum, place) => sum + (probabilities[place] ?? 0), 0),
  }));
  return Plot.plot({
    ...shared,
    height: 110,
    marginTop: 22,
    marginBottom: 8,
    x: { domain, axis: null },
    y: { domain: [0, 100], label: 'answer (%)', ticks: 2, tickSize: 0, grid: true },
    marks: [
      Plot.ruleY([100 * bisect.confidence], { strokeDasharray: '3,3' }),
      Plot.lineY(points, {
        ...{ x: 'runs', y: 'answer', curve: 'step-before' },
        ...{ stroke: 'var(--posterior)', strokeWidth: 2 },
      }),
    ],
  });
}

/** Kernels next to each other that are equally probable at a step. */
interface Area {
  readonly from: number;
  readonly to: number;
  readonly first: number;
  readonly last: number;
  readonly shade: number;
}

function drawPlaces(steps: readonly PosteriorStep[], bisect: BisectReport, size: Size): unknown {
  const { domain, ...shared } = horizontal(bisect, size);
  const { kernels, runs = [] } = bisect;
  const count = kernels.length;
  const isNamed = count <= NAMED_KERNELS && !size.narrow;
  const areas = steps.flatMap((step, index) => areasOf(step, steps[index - 1]?.runs ?? 0));
  // Where not every step is shown not every run is: the picture could not hold them.
  const every = Math.ceil(runs.length / size.steps);
  const marks = runs
    .map((run, index) => ({ ...run, at: index + 0.5 }))
    .filter((_, index) => (runs.length - 1 - index) % every === 0);
  return Plot.plot({
    ...shared,
    height: Math.max(150, Math.min(320, count * 18)) + 60,
    marginTop: 8,
    marginBottom: 44,
    x: { domain, label: 'runs', labelOffset: 38, ticks: size.narrow ? 4 : 8, tickSize: 3 },
    y: {
      domain: [-0.5, count - 0.5],
      reverse: true,
      label: null,
      tickSize: 0,
      ...(isNamed ? { ticks: kernels.map((_, place) => place) } : { ticks: Math.min(count, 6) }),
      tickFormat: (place: number) => (isNamed ? nameOf(bisect, place) : tickOf(place, count)),
    },
    marks: [
      Plot.rect(areas, {
        ...{ x1: 'from', x2: 'to', y1: 'first', y2: 'last' },
        ...{ fill: 'var(--posterior)', fillOpacity: 'shade' },
      }),
      ...verdictDots(marks, { x: 'at', y: 'kernel', r: size.narrow ? 2.8 : 4 }),
    ],
    opacity: { type: 'identity' },
  });
}

/** The areas of a step, from the step before it to itself. */
function areasOf({ runs, probabilities }: PosteriorStep, before: number): Area[] {
  const most = probabilities.reduce((sum, one) => Math.max(sum, one), 0);
  const areas: Area[] = [];
  for (let first = 0; first < probabilities.length; ) {
    const probability = probabilities[first] ?? 0;
    let next = first + 1;
    while (next < probabilities.length && probabilities[next] === probability) next++;
    const shade = (DARKEST * Math.ceil(SHADES * probability ** SHADE_ROOT)) / SHADES;
    if (probability >= DRAWN_FROM * most && runs > before) {
      areas.push({
        from: before,
        to: runs,
        first: first - 0.5,
        last: next - 0.5,
        shade,
      });
    }
    first = next;
  }
  return areas;
}

/** The end of a name says most. */
function nameOf({ kernels }: BisectReport, place: number): string {
  const name = kernels[place]?.k ?? '';
  return name.length <= NAME_SHOWN ? name : `…${name.slice(1 - NAME_SHOWN)}`;
}

/** The number of a kernel in the list, from 1. */
function tickOf(place: number, count: number): string {
  return Number.isInteger(place) && place >= 0 && place < count ? `${place + 1}` : '';
}
