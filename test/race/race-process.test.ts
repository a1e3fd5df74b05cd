/** The racing process ends with whoever has started it. */
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import t from 'tap';

const PROGRAM = fileURLToPath(new URL('../../src/race/race.process.js', import.meta.url));

t.test('without an order it ends when its input closes', async (t) => {
  const child = execa(process.execPath, [PROGRAM], { stdin: 'pipe', reject: false });
  child.stdin.end();
  t.match(await child, { signal: 'SIGKILL', stdout: '' });
});

t.test('where its parent has gone it removes the file, and ends', async (t) => {
  const file = path.join(t.testdir({ target: {} }), 'target/.holerace-file');
  writeFileSync(file, Buffer.alloc(1 << 20));
  const plan = {
    ...{ scenarios: ['fault-write-race'], seconds: 600, budgetSeconds: null, attempts: null },
    ...{ untilBound: null, seed: 7, expect: 'any', strategies: null, evidenceLimit: 16 },
  };
  const order = JSON.stringify({ plan, files: { read: file, write: file } });
  // A parent that hands on what the child says, and its own input to the child, and can be killed.
  const script =
    'const c = require("node:child_process").spawn(process.execPath, [process.argv[1]], ' +
    '{ stdio: ["pipe", "pipe", "inherit"] }); c.stdout.pipe(process.stdout); c.stdin.write(JSON.stringify({ ...JSON.parse(process.argv[2]), parent: process.pid }) + "\\n")';
  const parent = execa(process.execPath, ['-e', script, PROGRAM, order], {
    reject: false,
    buffer: false,
  });
  await once(parent.stdout, 'data');
  t.ok(existsSync(file));
  const closed = once(parent.stderr, 'close');
  parent.stdout.resume();
  parent.stderr.resume();
  parent.kill('SIGKILL');
  await closed;
  t.notOk(existsSync(file), 'what nobody else would remove');
});
