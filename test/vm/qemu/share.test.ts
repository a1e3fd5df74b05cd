import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import t from 'tap';
import { overflows } from '../../../src/vm/qemu/share.js';

t.test('what a race makes on a share is no overflow', async (t) => {
  const share = t.testdir();
  t.notOk(overflows(share));
  writeFileSync(path.join(share, '.holerace-1'), Buffer.alloc(8 << 20));
  truncateSync(path.join(share, '.holerace-1'), 2 ** 40);
  symlinkSync('/', path.join(share, 'root'));
  t.notOk(overflows(share), 'holes hold nothing, and a link leads nowhere');
});

t.test('many entries, and deep ones, are', async (t) => {
  const many = t.testdir();
  for (let index = 0; index < 1001; index++) mkdirSync(path.join(many, `${index}`));
  t.ok(overflows(many));
  const deep = path.join(t.testdir(), 'deep');
  mkdirSync(deep);
  const nest = 'cd "$1" && for i in $(seq 60); do mkdir "$2" && cd "$2"; done';
  await execa('bash', ['-c', nest, 'bash', deep, 'x'.repeat(200)]);
  t.ok(overflows(deep));
  await execa('rm', ['-rf', deep]);
  t.notOk(overflows(path.join(deep, 'gone')), 'gone meanwhile');
});
