/** SIGINT and SIGTERM while a real guest boots, and while it races: nothing outlives holerace. */
import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { QEMU } from '../../src/vm/qemu/command-line.js';
import { STOCK_KERNEL } from '../fixtures/boot.js';
import { startCli } from '../fixtures/cli.js';
import { processesNaming, programsNaming } from '../fixtures/processes.js';

/** Looks until a condition holds, without an end of its own: tap has one. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

for (const [name, phase, code] of [
  ['SIGINT', 'boot', 130],
  ['SIGTERM', 'race', 143],
  ['SIGKILL', 'race', undefined],
] as const) {
  t.test(`${name} during the ${phase}`, async (t) => {
    const scratch = path.join(t.testdir(), 'tmp');
    mkdirSync(scratch);
    const args = ['vm', '--kernel', STOCK_KERNEL, '--seconds', '600', '--format', 'ndjson'];
    const child = startCli(args, { env: { TMPDIR: scratch } });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk;
    });
    const racing = () => said.includes('"progress"');
    const booting = () => programsNaming(QEMU, scratch).length > 0;
    await until(phase === 'boot' ? booting : racing);
    t.ok(booting(), 'QEMU runs');
    child.kill(name);
    const { exitCode } = await child;
    t.equal(exitCode, code);
    if (name !== 'SIGKILL')
      t.same(readdirSync(scratch), [], 'nothing is left in the temporary folder');
    // A killed holerace cannot wait for QEMU; the kernel ends it at once all the same.
    await until(() => processesNaming(scratch).length === 0);
    t.pass('QEMU has ended');
  });
}
