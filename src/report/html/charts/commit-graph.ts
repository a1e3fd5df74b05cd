/**
 * The history that a bisect of commits has searched: each commit by how probable it is the answer, with what its runs
 * have said. d3-dag gives branches their lanes, as `git log --graph` does; Observable Plot draws.
 */
import * as Plot from '@observablehq/plot';
import { graphStratify, grid } from 'd3-dag';
import type { BisectKernel, BisectReport } from '../../../result/campaign.js';
import { shortHash } from '../../../result/history.js';
import type { Verdict } from '../../../result/result.js';
import { keptCommits } from '../../kept-commits.js';
import { isTold, percent, soughtWords, verdictOfKernel } from '../../words/bisect-words.js';
import { counted } from '../../words/words.js';
import type { PageElement } from '../element.js';
import { COMMON, figure, type Size } from './figure.js';
import { runLegend, verdictDots } from './verdict-marks.js';

/** More commits than this cannot be told apart: the least telling are left out. */
const COMMITS_SHOWN = 40;
const ROW_PX = 22;
const LANE_PX = 20;
/** As many lanes as leave room for words. */
const LANES_SHOWN = 8;
const SUBJECT_SHOWN = { wide: 72, narrow: 24 };
/** The area of a commit grows with its probability, and a certain one has this radius. */
const MOST_RADIUS_PX = 9;

interface Node {
  readonly x: number;
  readonly y: number;
  readonly verdict: Verdict | null;
  readonly radius: number;
  readonly words: string;
}

interface Edge {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly isDirect: boolean;
}

/** The picture, null where no commits were searched. */
export function commitGraphFigure(bisect: BisectReport): PageElement | null {
  const { git } = bisect;
  if (git === undefined) return null;
  const shown = placesShown(bisect);
  const left = git.commits.length - shown.size;
  const leaves =
    left === 0
      ? ''
      : ` ${counted(left, 'commit')} of which least is known ${left === 1 ? 'is' : 'are'} left out: a dashed line stands for such.`;
  const caption = `The older end is above. The larger the disc, the more probable is it that this is ${soughtWords(bisect)}; a mark is the verdict of the runs.${leaves}`;
  const picture = figure(
    `The history of ${counted(git.commits.length, 'commit')}`,
    caption,
    (size) => [draw(bisect, shown, size)],
  );
  picture.append(runLegend());
  return picture;
}

/** The ends, and what tells most of the rest. */
function placesShown({ kernels, answer }: BisectReport): Set<number> {
  const answers = new Set(answer.kernels);
  const isEnd = (place: number): boolean => place === 0 || place === kernels.length - 1;
  const weight = (kernel: BisectKernel, place: number): number => {
    if (isEnd(place)) return 3;
    if (answers.has(kernel.k)) return 2 + kernel.probability;
    return (verdictOfKernel(kernel) === null ? 0 : 1) + kernel.probability;
  };
  const isSmall = kernels.length <= COMMITS_SHOWN;
  const told = kernels
    .map((kernel, place) => ({ kernel, place, weight: weight(kernel, place) }))
    .filter(({ kernel, place }) => isSmall || isEnd(place) || isTold(kernel));
  told.sort((a, b) => b.weight - a.weight || a.place - b.place);
  return new Set(told.slice(0, COMMITS_SHOWN).map(({ place }) => place));
}

function draw(bisect: BisectReport, shown: ReadonlySet<number>, size: Size): unknown {
  const { nodes, edges, lanes } = laidOut(bisect, shown, size);
  const marginLeft = LANE_PX / 2 + 4;
  const laneArea = Math.min(lanes, LANES_SHOWN) * LANE_PX;
  return Plot.plot({
    ...COMMON,
    width: size.width,
    height: nodes.length * ROW_PX + 16,
    ...{ marginLeft, marginTop: 8, marginBottom: 8 },
    marginRight: size.width - marginLeft - laneArea,
    x: { axis: null, domain: [0, Math.max(1, lanes)] },
    y: { axis: null, domain: [-0.5, nodes.length - 0.5], reverse: true },
    r: { type: 'identity' },
    marks: [
      ...[true, false].map((isDirect) =>
        Plot.link(
          edges.filter((edge) => edge.isDirect === isDirect),
          {
            ...{ x1: 'x1', y1: 'y1', x2: 'x2', y2: 'y2', curve: 'bump-y' },
            ...{ stroke: 'var(--soft)', strokeWidth: 1.25 },
            ...(isDirect ? {} : { strokeDasharray: '3,3' }),
          },
        ),
      ),
      Plot.dot(nodes, { x: 'x', y: 'y', r: 'radius', fill: 'var(--posterior)' }),
      ...verdictDots(nodes, { x: 'x', y: 'y', r: 3.5 }),
      Plot.text(nodes, {
        ...{ x: () => Math.max(1, lanes), y: 'y', text: 'words', textAnchor: 'start' },
        ...{ dx: 8, fill: 'currentColor' },
      }),
    ],
  });
}

/** Each commit in a row of its own and the lane of its branch. */
function laidOut(
  { git, kernels }: BisectReport,
  shown: ReadonlySet<number>,
  { narrow }: Size,
): { nodes: Node[]; edges: Edge[]; lanes: number } {
  const commits = git?.commits ?? [];
  const kept = keptCommits(
    commits.map(({ parents }) => parents),
    (place) => shown.has(place),
  );
  const named = kept.map(({ place, parents }) => ({
    id: `${place}`,
    parentIds: parents.map((parent) => `${parent.place}`),
  }));
  const graph = graphStratify()(named);
  const { width } = grid().nodeSize([1, 1]).gap([0, 0])(graph);
  const xs = new Map<number, number>();
  for (const node of graph.nodes()) xs.set(Number(node.data.id), node.x);
  const rows = new Map(kept.map(({ place }, row) => [place, row]));
  const at = (place: number) => ({ x: xs.get(place) ?? 0, y: rows.get(place) ?? 0 });
  const subject = narrow ? SUBJECT_SHOWN.narrow : SUBJECT_SHOWN.wide;
  const nodes = kept.map(({ place }): Node => {
    const commit = commits[place];
    const kernel = kernels[place];
    const probability = kernel?.probability ?? 0;
    const title = commit?.subject ?? '';
    const cut = title.length > subject ? `${title.slice(0, subject - 1)}…` : title;
    return {
      ...at(place),
      verdict: kernel === undefined ? null : verdictOfKernel(kernel),
      radius: Math.max(1.5, MOST_RADIUS_PX * Math.sqrt(Math.min(1, probability))),
      words: `${percent(probability)} ${shortHash(commit?.hash ?? '')} ${cut}`,
    };
  });
  const edges = kept.flatMap(({ place, parents }) =>
    parents.map((parent): Edge => {
      const [above, below] = [at(parent.place), at(place)];
      const ends = { x1: above.x, y1: above.y, x2: below.x, y2: below.y };
      return { ...ends, isDirect: parent.isDirect };
    }),
  );
  return { nodes, edges, lanes: width };
}
