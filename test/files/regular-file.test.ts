import { execFileSync } from 'node:child_process';
import path from 'node:path';
import t from 'tap';
import { Journal, readJournal } from '../../src/campaign/journal/journal.js';
import { readRegular, withoutMark } from '../../src/files/regular-file.js';
import { archiveKind } from '../../src/kernels/archives/kind.js';
import { readRelease } from '../../src/kernels/image/bzimage.js';
import { listKernels } from '../../src/kernels/list.js';
import { resolveKernel } from '../../src/kernels/resolve.js';
import { makeHeader, silentLog } from '../fixtures/campaign.js';

/** Each would hang were it opened and read as a file. */
function endless(folder: string): string[] {
  const pipe = path.join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  return [pipe, '/dev/zero', folder];
}

t.test('what is no regular file is refused at once, whatever was to be read there', async (t) => {
  for (const place of endless(t.testdir())) {
    for (const read of [readRegular, readRelease, archiveKind, readJournal])
      t.throws(() => read(place), { name: 'UsageError', message: /regular file/ }, place);
    t.throws(() => Journal.open(place, makeHeader(1), silentLog), { name: 'UsageError' }, place);
  }
});

t.test('a list of kernels, and kernels of a list', async (t) => {
  const folder = t.testdir({ tree: { arch: { x86: { boot: {} } } }, kernels: { one: '' } });
  const at = (name: string): string => path.join(folder, name);
  for (const pipe of ['pipe', 'kernels/pipe', 'kernels/pipe.deb', 'tree/arch/x86/boot/bzImage'])
    execFileSync('mkfifo', [at(pipe)]);
  const list = { named: [], from: null, keepOrder: false };
  for (const place of [at('pipe'), '/dev/zero']) {
    await t.rejects(
      listKernels({ ...list, named: [place] }),
      /is neither a file nor a folder/,
      place,
    );
    await t.rejects(listKernels({ ...list, from: place }), /is not a regular file/, place);
  }
  await t.rejects(listKernels({ ...list, named: [at('kernels')] }), /holds no kernel/);
  const tree = { k: at('tree'), name: 'UsageError' };
  await t.rejects(listKernels({ ...list, named: [tree.k] }), /is not a regular file/);
  const resolved = (resolveKernel as (k: string, ...more: unknown[]) => Promise<unknown>)(tree.k);
  await t.rejects(resolved);
});

t.test('a byte order mark is no part of a text', async (t) => {
  t.equal(withoutMark('\ufefftext'), 'text');
  t.equal(withoutMark('text\ufeff'), 'text\ufeff');
});
