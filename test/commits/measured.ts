/** What a bisect of commits took: its builds, boots and runs, as Markdown. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { packageFile } from '../../scripts/package-file.js';
import { readJournal } from '../../src/campaign/journal/journal.js';
import type { JournalContent } from '../../src/campaign/journal/text.js';

/** Where a run of the suite leaves it. */
const TABLE_FILE = packageFile('build/commits/measured.md');

const COLUMNS = ['commit', 'build s', 'boots', 'runs', 'stale', 'clean', 'untested', 'runs s'];

/** Wall-clock seconds of what is in no journal. */
export interface Beside {
  readonly 'making the repository': number;
  readonly 'until the kill': number;
  readonly 'from there to the answer': number;
}

/** Writes the table, and returns it. */
export function writeMeasured(
  journal: string,
  nameOf: (hash: string) => string,
  beside: Beside,
): string {
  const { header, runs, builds } = readJournal(journal);
  const commits = [...new Set([...builds, ...runs].map(({ kernel }) => kernel))];
  const rows = commits.map((kernel) => {
    const hash = header.kernels[kernel]?.k ?? '';
    const isOwn = (one: { readonly kernel: number }): boolean => one.kernel === kernel;
    return [nameOf(hash), ...cellsOf(runs.filter(isOwn), builds.filter(isOwn))];
  });
  const all = ['all', ...cellsOf(runs, builds)];
  const table = [COLUMNS, COLUMNS.map(() => '---'), ...rows, all].map(
    (row) => `| ${row.join(' | ')} |`,
  );
  const others = Object.entries(beside).map(([what, seconds]) => `${what} ${seconds.toFixed(0)} s`);
  const text = `${[...table, '', `${others.join(', ')}.`].join('\n')}\n`;
  mkdirSync(path.dirname(TABLE_FILE), { recursive: true });
  writeFileSync(TABLE_FILE, text);
  return text;
}

function cellsOf(runs: JournalContent['runs'], builds: JournalContent['builds']): string[] {
  const of = (verdict: string): string => `${runs.filter((one) => one.verdict === verdict).length}`;
  const boots = runs.filter(({ result }) => result.machine.racesBefore === undefined).length;
  return [
    secondsOf(builds),
    ...[`${boots}`, `${runs.length}`, of('stale'), of('clean'), of('untested')],
    secondsOf(runs),
  ];
}

function secondsOf(timed: readonly { readonly seconds: number }[]): string {
  return timed.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(0);
}
