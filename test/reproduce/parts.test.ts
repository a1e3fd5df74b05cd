/** Every part is C that compiles without a warning, in every program that a scenario asks for: short, and in the kernel's style. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { packageFile } from '../../scripts/package-file.js';
import { CHANGES } from '../../src/race/changes/list.js';
import { compose } from '../../src/reproduce/compose.js';
import { hasPart, part, partsFolder, program } from '../../src/reproduce/parts.js';
import { partsOf } from '../../src/reproduce/reproducer.js';
import { scenarios } from '../../src/scenarios/list.js';
import { longestHead } from '../fixtures/longest-head.js';

/** Of the kernel's style (Documentation/process/coding-style.rst). */
const COLUMNS = 80;
const TAB_COLUMNS = 8;
/** What a maintainer reads: with the comment at its head, and the longest of those. */
const LINES_CEILING = 200;
/** Of what is raced most: write(2) into a hole that was read before. */
const USUAL_LINES_CEILING = 120;
const MEETINGS = [
  ...['stagger', 'second-reader', 'preempt', 'probe', 'in-turn'],
  ...['preempt-writer', 'probe-writer'],
];
const compilers = ['gcc', 'clang'];
const steps = scenarios
  .flatMap((scenario) => scenario.steps)
  .filter(({ change }) => CHANGES[change].rule.storeOffsetBytes === null);

/** The programs that are kept: some have been made so, some by hand. */
const findings = readdirSync(packageFile('findings')).map((name) =>
  packageFile(`findings/${name}`),
);

/** Every program that there is, by what it is made of. */
const programs = new Map<string, string>();
for (const step of steps)
  for (const meeting of MEETINGS)
    for (const gotSigbus of [false, true]) {
      const parts = partsOf(step, meeting, gotSigbus);
      const name = Object.values(parts).join('_');
      if (!programs.has(name)) programs.set(name, compose({ parts, values: {} }));
    }

t.test('each place and change of a scenario has its part', async (t) => {
  for (const { place, change } of steps) {
    t.ok(hasPart('places', place), place);
    t.ok(hasPart('changes', change), change);
  }
  for (const meeting of MEETINGS) t.ok(hasPart('meetings', meeting), meeting);
  t.notOk(hasPart('meetings', 'slow-interrupt'));
  for (const name of ['', '.', '..', '../places', 'stagger/..', '/', 'a/b/c', 'constructor'])
    t.notOk(hasPart('meetings', name), `a name that leads elsewhere: '${name}'`);
  t.throws(() => part('places', 'no-such-place'));
});

const FLAGS = ['-std=gnu11', '-O2', '-Wall', '-Wextra', '-Werror', '-pthread', '-fsyntax-only'];

t.test('it compiles without a warning', async (t) => {
  const folder = t.testdir({});
  const pairs = new Map(steps.map((step) => [`${step.place} ${step.change}`, step]));
  const texts = [...pairs].flatMap(([pair, step]) => {
    const over = ['sparse write', 'shared overwrite'].includes(pair) ? MEETINGS : ['stagger'];
    return over.map((meeting) => compose({ parts: partsOf(step, meeting), values: {} }));
  });
  const files = texts.map((text, index) => written(folder, `${index}`, text));
  for (const compiler of compilers) {
    execFileSync(compiler, [...FLAGS, ...files]);
    t.pass(`${compiler}: ${files.length} programs`);
  }
});

t.test("each is in the kernel's style: clang-format would change nothing", async (t) => {
  const folder = t.testdir({});
  const style = `--style=file:${partsFolder}.clang-format`;
  const files = [...programs].map(([name, text]) => written(folder, name, `${longestHead}${text}`));
  const values = { STAGGER: -123_456, STAGGER_WIDTH: 1_234_567, ATTEMPTS: 1_000_000_000 };
  const parts = partsOf({ place: 'sparse', change: 'write', pageBytes: 4096 }, 'second-reader');
  files.push(written(folder, 'filled', compose({ parts, values })));
  files.push(...findings);
  t.ok(files.length > 300, `${files.length} programs`);
  const { status, stderr } = spawnSync('clang-format', ['--dry-run', '-Werror', style, ...files], {
    encoding: 'utf8',
  });
  t.equal(stderr, '');
  t.equal(status, 0);
  for (const [name, text] of programs) {
    const bad = text.split('\n').filter((line) => isTooWide(line) || /\s$| \t/.test(line));
    if (bad.length > 0) t.fail(`${name}: ${bad.join('\n')}`);
  }
});

function written(folder: string, name: string, text: string): string {
  const file = path.join(folder, `${name}.c`);
  writeFileSync(file, text);
  return file;
}

function isTooWide(line: string): boolean {
  return line.replaceAll('\t', ' '.repeat(TAB_COLUMNS)).length > COLUMNS;
}

t.test('each is short enough to be read, with the longest head', async (t) => {
  for (const [name, text] of programs) {
    const lines = linesOf(`${longestHead}${text}`);
    if (lines >= LINES_CEILING) t.fail(`${name}: ${lines} lines`);
  }
  for (const file of findings) {
    const lines = linesOf(readFileSync(file, 'utf8'));
    t.ok(lines < LINES_CEILING, `${file}: ${lines} lines`);
  }
  const parts = partsOf({ place: 'sparse', change: 'write', pageBytes: 4096 }, 'in-turn');
  const lines = linesOf(`${longestHead}${compose({ parts, values: {} })}`);
  t.ok(lines < USUAL_LINES_CEILING, `${lines} lines`);
});

function linesOf(text: string): number {
  return text.trimEnd().split('\n').length;
}

t.test('a value goes into its define, and no other', async (t) => {
  const parts = partsOf({ place: 'sparse', change: 'write', pageBytes: 4096 }, 'stagger');
  const text = compose({ parts, values: { STAGGER: -40, LOAD_AT: 2048 } });
  t.match(text, /^#define STAGGER -40\b/m);
  t.match(text, /^#define LOAD_AT 2048\b/m);
  t.match(text, /^#define STAGGER_WIDTH 2000\b/m);
  t.notMatch(text, /#include "/);
  t.match(program(), /#include "places\//);
  t.throws(() => compose({ parts, values: { NO_SUCH: 1 } }), /NO_SUCH/);
});
