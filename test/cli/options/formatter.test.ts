import t from 'tap';
import { formatterFor } from '../../../src/cli/options/formatter.js';
import { reports } from '../../fixtures/reports.js';
import { makeScenario } from '../../fixtures/results.js';

/** Columns of a line of code, tabs and all (Documentation/process/coding-style.rst). */
const CODE_COLUMNS = 80;

t.test('a mail has the program, whose lines are as wide as those of the kernel', async (t) => {
  const mail = (await formatterFor('mail', {}))({ results: [reports.stale] });
  const [, program = ''] = mail.split('./repro DIRECTORY 30\n\n');
  t.match(program, /^\/\/ SPDX-License-Identifier: MIT\n\/\*\n \* A load from/);
  t.match(program, /^int main\(/m);
  const lines = mail.split('\n').slice(-program.split('\n').length);
  const wide = lines.filter((line) => line.replaceAll('\t', ' '.repeat(8)).length > CODE_COLUMNS);
  t.same(wide, []);
});

t.test('what has no C program has a mail all the same', async (t) => {
  const scenarios = [makeScenario({ id: 'mmap-write-race', verdict: 'stale', stale: 3 })];
  const result = { ...reports.stale, scenarios };
  const mail = (await formatterFor('mail', {}))({ results: [result] });
  t.match(mail, /^Subject: .*mmap-write-race/);
  t.notMatch(mail, /int main|C program/);
  t.notMatch((await formatterFor('text', {}))({ results: [result] }), /C program/);
});
