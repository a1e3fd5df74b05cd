/** SIGINT and SIGTERM while a package is unpacked: nothing of it stays in the cache, nor a process. */
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { filesBelow } from '../../src/files/files-below.js';
import { makeBzImage } from '../fixtures/bzimage.js';
import { startCli } from '../fixtures/cli.js';
import { makeDeb } from '../fixtures/packages.js';

const RELEASE = '6.1.0-56-amd64';
/** Unpacking takes far longer than it takes to see that it has begun. */
const MODULE_BYTES = 768 * 1024 ** 2;
const LOOK_EVERY_MS = 10;
/** For a machine that does much else. */
const LOOKS_LIMIT = 3000;

const folder = t.testdir({ package: {} });
const deb = makeDeb(path.join(folder, 'package'), {
  [`boot/vmlinuz-${RELEASE}`]: makeBzImage(RELEASE),
  [`lib/modules/${RELEASE}/kernel/fs/ext4/ext4.ko`]: Buffer.alloc(MODULE_BYTES),
});

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  t.test(signal, async (t) => {
    const cache = path.join(folder, `cache-${signal}`);
    mkdirSync(cache);
    const child = startCli(['vm', '--kernel', deb], { env: { XDG_CACHE_HOME: cache } });
    const kernels = path.join(cache, 'holerace', 'kernels');
    const hasDraft = () =>
      existsSync(kernels) && readdirSync(kernels).some((name) => name.includes('.draft-'));
    for (let looks = 0; looks < LOOKS_LIMIT && !hasDraft(); looks++) await sleep(LOOK_EVERY_MS);
    t.ok(hasDraft(), 'it is unpacking');
    child.kill(signal);
    const { exitCode, stderr } = await child;
    t.equal(exitCode, code, stderr);
    t.same(filesBelow(cache), [], 'nothing stays in the cache');
  });
}
