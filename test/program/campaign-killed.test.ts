/** A campaign that is killed at a hundred random points loses nothing, and repeats nothing that had finished. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import t from 'tap';
import { readJournal } from '../../src/campaign/journal/journal.js';

const PROCESS = fileURLToPath(new URL('../fixtures/campaign.process.js', import.meta.url));
const KILLS = 100;
const KERNELS = 900;
/** A point within this time from when the journal is open; every fifth kill comes earlier. */
const WITHIN_MS = 15;
const STARTS_WITHIN_MS = 120;

t.test('kill -9, a hundred times', async (t) => {
  const folder = t.testdir();
  const journal = path.join(folder, 'journal');
  const log = path.join(folder, 'log');
  const begin = () =>
    execa(process.execPath, [PROCESS, journal, log, `${KERNELS}`], { reject: false });
  let killed = 0;
  let before = 0;
  let cutInARun = 0;
  for (let turn = 0; turn < KILLS; turn++) {
    const child = begin();
    if (turn % 5 === 0) await delay(Math.random() * STARTS_WITHIN_MS);
    else {
      await new Promise((resolve) => child.stdout.once('data', resolve));
      await delay(Math.random() * WITHIN_MS);
    }
    child.kill('SIGKILL');
    if ((await child).signal === 'SIGKILL') killed++;
    const finished = finishedIn(journal);
    if (finished.length < before) t.fail('a finished run is lost');
    before = finished.length;
    const lines = linesOf(log);
    if (lines.filter((line) => line.startsWith('began')).length > finished.length) cutInARun++;
    const shown = lines.filter((line) => line.startsWith('shown')).map((line) => line.slice(6));
    if (shown.some((k) => !finished.includes(k))) t.fail('what was shown is not on disk');
  }
  t.equal(killed, KILLS, 'each was killed before it had come to its end');
  t.ok(cutInARun > KILLS / 4, `${cutInARun} kills came in the middle of a run`);
  t.equal((await begin()).exitCode, 0, 'the same command comes to its end');
  const finished = finishedIn(journal);
  t.equal(finished.length, KERNELS);
  t.equal(new Set(finished).size, KERNELS, 'each kernel once');
  t.same(repeatedIn(linesOf(log)), [], 'nothing that had been shown was begun again');
});

function linesOf(file: string): string[] {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
}

/** The kernels in the journal, as any reader of it sees them at this moment. */
function finishedIn(file: string): string[] {
  if (!existsSync(file) || !readFileSync(file, 'utf8').includes('\n')) return [];
  const { header, runs } = readJournal(file);
  return runs.map(({ kernel }) => header.kernels[kernel]?.k ?? '');
}

function repeatedIn(lines: readonly string[]): string[] {
  const shown = new Set<string>();
  const repeated: string[] = [];
  for (const line of lines) {
    const [what, k = ''] = line.split(' ');
    if (what === 'shown') shown.add(k);
    else if (shown.has(k)) repeated.push(k);
  }
  return repeated;
}
