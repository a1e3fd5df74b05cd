/**
 * The race of a stale read as two columns, time downwards. What the kernel did in between nobody has seen:
 * it is what the scenario is made for, and drawn so that it can be told from what was seen.
 */
import type { Evidence } from '../../result/result.js';
import { h, type PageElement } from './element.js';

/** A moment: who did what, and its name in the literature of the race. */
interface Moment {
  readonly who: 'writer' | 'reader';
  readonly what: string;
  readonly name?: string;
  /** Whether it was seen, or is what such a kernel must have done. */
  readonly seen?: boolean;
  readonly wrong?: boolean;
}

/** F1 < W1 and W2 < F2: Jan Kara and Ross Zwisler, linux-nvdimm, May 2017. */
function race(hole: string, page: string): readonly Moment[] {
  return [
    { who: 'reader', what: `looks up the extent: ${hole}`, name: 'F1' },
    { who: 'writer', what: 'has blocks for it', name: 'W1' },
    { who: 'writer', what: 'invalidates the range: nothing is mapped there yet', name: 'W2' },
    { who: 'reader', what: `puts ${page} into the mapping`, name: 'F2' },
  ];
}

const SEQUENCE: readonly Moment[] = [
  { who: 'reader', what: 'loads from the hole: a zero page is mapped', seen: true },
  { who: 'writer', what: 'fills the hole' },
  { who: 'writer', what: 'leaves the zero page where it is mapped' },
];

const IN_BETWEEN: Readonly<Record<string, readonly Moment[]>> = {
  'stale-zero-page': SEQUENCE,
  'fault-write-race': race('a hole', 'the zero page'),
  'huge-fault-write-race': race('a hole of 2 MiB', 'the huge zero page'),
  'unwritten-write-race': race('blocks without data', 'the zero page'),
};

/** The columns of one stale read. */
export function raceColumns(scenarioId: string, evidence: Evidence): PageElement {
  const within = evidence.probe === null ? [] : [withinPeer(evidence.probe, evidence.ahead)];
  const moments = [...(IN_BETWEEN[scenarioId] ?? []), ...within, ...ending(evidence)];
  const [writer, reader] = headsOf(evidence);
  const head = h(
    'tr',
    {},
    h('th.writer', { scope: 'col' }, writer),
    h('th.reader', { scope: 'col' }, reader),
  );
  const rows = moments.map(row);
  const caption = h(
    'caption',
    {},
    `Attempt ${evidence.attempt}, time downwards. `,
    h('span.seen', {}, 'Seen'),
    ' by holerace, ',
    h('span.inferred', {}, 'inferred'),
    ': what a kernel does that has the fault of this scenario.',
  );
  return h('table.race', {}, caption, h('thead', {}, head), h('tbody', {}, rows));
}

/** Who ran where. */
function headsOf({ sharedCpu, ahead }: Evidence): readonly [string, string] {
  if (!sharedCpu) return ['CPU 1: write(2)', 'CPU 2: read fault'];
  return ahead === 'reader'
    ? ['write(2)', 'read fault, on the same CPU: it preempts write(2)']
    : ['write(2), on the same CPU: it preempts the fault', 'read fault'];
}

/** What a probe has seen: it names the window. */
function withinPeer(probe: string, ahead: Evidence['ahead']): Moment {
  return ahead === 'reader'
    ? { who: 'reader', what: `faults as write(2) passes ${probe}`, seen: true }
    : { who: 'writer', what: `runs as the fault passes ${probe}`, seen: true };
}

function ending({ expected, mapped, loaded, lasting }: Evidence): Moment[] {
  const written = expected.slice(0, 2);
  const shown = loaded ?? mapped.slice(0, 2);
  return [
    { who: 'writer', what: 'returns: the bytes are in the file', seen: true },
    {
      who: 'reader',
      what: `loads after that: ${shown} where ${written} was written${lasting ? ', and again when read again' : ''}`,
      seen: true,
      wrong: true,
    },
  ];
}

function row(moment: Moment): PageElement {
  const kind = moment.wrong ? 'wrong' : moment.seen ? 'seen' : 'inferred';
  const name = moment.name === undefined ? null : h('abbr', {}, moment.name);
  const cell = h(`td.${moment.who}.${kind}`, {}, h('span', {}, moment.what, name));
  const empty = h(`td.${moment.who === 'writer' ? 'reader' : 'writer'}`, {});
  return h('tr', {}, moment.who === 'writer' ? [cell, empty] : [empty, cell]);
}
