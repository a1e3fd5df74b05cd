/**
 * What has to work on every supported Node.js: scripts/node/test runs this with each. Races in the page cache and in a
 * guest, and the control.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { MAPPING_VARIABLE } from '../../src/native/mapping-variable.js';
import { MAPPINGS, mappingHere } from '../../src/native/mmap.js';
import { resultSchema } from '../../src/result/result.js';
import { STOCK_KERNEL } from '../fixtures/boot.js';
import { runCli } from '../fixtures/cli.js';

t.comment(`Node.js ${process.version}`);

t.test('mmap-io is compiled for it', async (t) => {
  t.same(mappingHere(), { mapping: 'mmap-io', why: null });
});

for (const mapping of MAPPINGS) {
  const env = { [MAPPING_VARIABLE]: mapping };

  t.test(`the control, mapped by ${mapping}`, async (t) => {
    const { exitCode, stdout, stderr } = await runCli(['selftest'], { env });
    t.equal(exitCode, 0, stdout + stderr);
  });

  t.test(`a race in the page cache, mapped by ${mapping}`, async (t) => {
    const folder = t.testdir({ target: {} });
    const json = path.join(folder, 'result.json');
    const args = ['--expect', 'page-cache', '--seconds', '3'];
    const target = path.join(folder, 'target');
    const raced = await runCli(['run', target, ...args, '--json', json], { env });
    t.equal(raced.exitCode, 0, raced.stdout + raced.stderr);
    t.match(resultSchema.parse(JSON.parse(readFileSync(json, 'utf8'))), {
      verdict: 'clean',
      target: { mapping },
    });
  });
}

t.test('a race in a guest', async (t) => {
  const json = path.join(t.testdir(), 'result.json');
  const args = ['vm', '--kernel', STOCK_KERNEL, '--scenario', 'stale-zero-page', '--json', json];
  const { exitCode, stdout, stderr } = await runCli([...args, '--', '--seconds', '3']);
  t.equal(exitCode, 0, stdout + stderr);
  t.match(resultSchema.parse(JSON.parse(readFileSync(json, 'utf8'))), {
    verdict: 'clean',
    target: { dax: true, mapping: 'mmap-io' },
  });
});
