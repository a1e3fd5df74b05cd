/** The evidence of stale reads: four views of the same bytes, one below the other. */
import type { Evidence, ScenarioResult } from '../../result/result.js';
import { counted, timerWords, whole } from '../words/words.js';
import { h, type PageElement } from './element.js';

/** Shown at once, and shown at all: the page must stay small, the JSON result holds what was kept. */
const SHOWN = 3;
const SHOWN_UNFOLDED = 8;
const BYTES_IN_GROUP = 4;

/** What was kept of a scenario's stale reads. */
export function evidenceList(scenario: ScenarioResult): PageElement {
  const shown = scenario.evidence.slice(0, SHOWN).map(card);
  const folded = scenario.evidence.slice(SHOWN, SHOWN_UNFOLDED).map(card);
  const left = scenario.stale - shown.length - folded.length;
  const more =
    folded.length === 0
      ? null
      : h('details.more', {}, h('summary', {}, counted(folded.length, 'more', 'more')), folded);
  const rest =
    left > 0 ? h('p.note', {}, `${counted(left, 'more is', 'more are')} not shown here.`) : null;
  return h('div.evidence', {}, h('h3', {}, 'The bytes'), shown, more, rest);
}

function card(evidence: Evidence): PageElement {
  const { attempt, fileOffset, lasting, expected } = evidence;
  const views: [string, string][] = [
    ['written', expected],
    ['pread', evidence.pread],
    ['fresh mapping', evidence.freshMapping],
    ['mapping', evidence.mapped],
  ];
  const rows = views.map(([name, bytes]) =>
    h('tr', {}, h('th', { scope: 'row' }, name), h('td', {}, byteView(bytes, expected))),
  );
  const title = `attempt ${whole(attempt)}, file offset ${fileOffset} (0x${fileOffset.toString(16)})`;
  const how = `${evidence.strategy}, ${delayWords(evidence)}, ${lasting ? 'lasting' : 'passing'}`;
  const caption = h('figcaption', {}, h('b', {}, title), h('span', {}, how));
  return h('figure.bytes', {}, caption, h('table', {}, h('tbody', {}, rows)));
}

/** What decided when the change began. */
function delayWords({ probe, stagger, delay, timerNanoseconds, ahead }: Evidence): string {
  const within =
    ahead === 'reader' ? 'the fault ran within the change' : 'the change ran within the fault';
  if (probe !== null) return `${within}, at ${probe}`;
  if (timerNanoseconds !== undefined)
    return `a timer woke the ${ahead ?? 'writer'} after ${timerWords(timerNanoseconds)}`;
  return delay === 'turn' ? 'the fault was over before' : staggerWords(stagger);
}

/** Who waited for whom, and how long. */
function staggerWords(stagger: number): string {
  if (stagger === 0) return 'nobody waited';
  const who = stagger > 0 ? 'the reader' : 'the writer';
  return `${who} waited ${counted(Math.abs(stagger), 'spin')}`;
}

/** Bytes in groups; those that are not what was written are marked. */
function byteView(bytes: string, expected: string): PageElement {
  const groups: PageElement[] = [];
  for (let at = 0; at < bytes.length; at += 2 * BYTES_IN_GROUP) {
    const end = Math.min(bytes.length, at + 2 * BYTES_IN_GROUP);
    groups.push(h('span', {}, byteRuns(bytes.slice(at, end), expected.slice(at, end))));
  }
  return h('code', {}, groups);
}

function byteRuns(bytes: string, expected: string): (PageElement | string)[] {
  const pairs = bytes.match(/../g) ?? [];
  const same = (index: number): boolean =>
    pairs[index] === expected.slice(2 * index, 2 * index + 2);
  const runs: (PageElement | string)[] = [];
  for (let from = 0; from < pairs.length; ) {
    let to = from + 1;
    while (to < pairs.length && same(to) === same(from)) to++;
    const text = pairs.slice(from, to).join(' ');
    if (runs.length > 0) runs.push(' ');
    runs.push(same(from) ? text : h('mark', {}, text));
    from = to;
  }
  return runs;
}
