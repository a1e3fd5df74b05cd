/** Every part is C that compiles without a warning, in every program that a scenario asks for. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { CHANGES } from '../../src/race/changes/list.js';
import { compose } from '../../src/reproduce/compose.js';
import { hasPart, part, partsFolder, program } from '../../src/reproduce/parts.js';
import { partsOf } from '../../src/reproduce/reproducer.js';
import { scenarios } from '../../src/scenarios/list.js';

/** Of the kernel's style (Documentation/process/coding-style.rst). */
const COLUMNS = 80;
const TAB_COLUMNS = 8;
/** Without the comment at its head: of data that is shared, with a second reader or a probe, it is the longest. */
const LINES_CEILING = 220;
const LINES_CEILING_OF_HOLES = 200;
const MEETINGS = [
  ...['stagger', 'second-reader', 'preempt', 'probe', 'in-turn'],
  ...['preempt-writer', 'probe-writer'],
];
const compilers = ['gcc', 'clang'];
const steps = scenarios
  .flatMap((scenario) => scenario.steps)
  .filter(({ change }) => CHANGES[change].rule.storeOffsetBytes === null);

t.test('each place and change of a scenario has its part', async (t) => {
  for (const { place, change } of steps) {
    t.ok(hasPart('places', place), place);
    t.ok(hasPart('changes', change), change);
  }
  for (const meeting of MEETINGS) t.ok(hasPart('meetings', meeting), meeting);
  t.notOk(hasPart('meetings', 'slow-interrupt'));
  t.throws(() => part('places', 'no-such-place'));
});

const FLAGS = ['-std=gnu11', '-O2', '-Wall', '-Wextra', '-Werror', '-pthread', '-fsyntax-only'];

t.test('it compiles as it lies there, and composed', async (t) => {
  const folder = t.testdir({});
  const pairs = new Map(steps.map((step) => [`${step.place} ${step.change}`, step]));
  const texts = [...pairs].flatMap(([pair, step]) => {
    const over = ['sparse write', 'shared overwrite'].includes(pair) ? MEETINGS : ['stagger'];
    return over.map((meeting) => compose({ parts: partsOf(step, meeting), values: {} }));
  });
  const files = texts.map((text, index) => {
    const file = path.join(folder, `${index}.c`);
    writeFileSync(file, text);
    return file;
  });
  for (const compiler of compilers) {
    execFileSync(compiler, [...FLAGS, `${partsFolder}race.c`]);
    execFileSync(compiler, [...FLAGS, ...files]);
    t.pass(`${compiler}: ${files.length} programs`);
  }
  for (const text of texts) {
    const lines = text.split('\n');
    const wide = lines.filter(
      (line) => line.replaceAll('\t', ' '.repeat(TAB_COLUMNS)).length > COLUMNS,
    );
    t.same(wide, []);
  }
});

t.test('it is short enough to be read', async (t) => {
  for (const step of steps) {
    const ceiling = step.place === 'sparse' ? LINES_CEILING_OF_HOLES : LINES_CEILING;
    for (const meeting of MEETINGS) {
      const lines = compose({ parts: partsOf(step, meeting), values: {} }).split('\n').length;
      t.ok(lines < ceiling, `${step.change} on ${step.place} by ${meeting}: ${lines} lines`);
    }
  }
});

t.test('a value goes into its define, and no other', async (t) => {
  const parts = partsOf({ place: 'sparse', change: 'write', pageBytes: 4096 }, 'stagger');
  const text = compose({ parts, values: { STAGGER: -40, LOAD_AT: 2048 } });
  t.match(text, /^#define STAGGER -40\t/m);
  t.match(text, /^#define LOAD_AT 2048\t/m);
  t.match(text, /^#define STAGGER_WIDTH 2000\t/m);
  t.notMatch(text, /#include "/);
  t.match(program(), /#include "places\//);
  t.throws(() => compose({ parts, values: { NO_SUCH: 1 } }), /NO_SUCH/);
});
