import { writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { wordsForOld } from '../../../src/kernels/commits/old-kernels.js';

t.test('only kernels before 4.20 are told more', async (t) => {
  const tree = t.testdir({});
  const wordsOf = (makefile: string) => {
    writeFileSync(path.join(tree, 'Makefile'), makefile);
    return wordsForOld(tree);
  };
  const OLD = [/^KCFLAGS=.*-fno-pie/, /^HOSTCC=gcc -fcommon$/, /^LD=ld .*max-page-size=0x200000$/];
  const headOf = (version: string, patchLevel: string) =>
    `# SPDX-License-Identifier: GPL-2.0\nVERSION = ${version}\nPATCHLEVEL = ${patchLevel}\nSUBLEVEL = 0\n`;
  for (const [version, patchLevel] of [
    ['3', '19'],
    ['4', '9'],
    ['4', '19'],
  ] as const)
    t.match(wordsOf(headOf(version, patchLevel)), OLD, `${version}.${patchLevel}`);
  for (const [version, patchLevel] of [
    ['4', '20'],
    ['5', '0'],
    ['6', '1'],
  ] as const)
    t.same(wordsOf(headOf(version, patchLevel)), [], `${version}.${patchLevel}`);
  t.same(wordsOf('all:\n'), [], 'what says nothing of its age');
  t.same(wordsForOld(path.join(tree, 'nowhere')), []);
});
