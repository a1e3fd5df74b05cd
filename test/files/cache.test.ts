import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import t, { type Test } from 'tap';
import { UsageError } from '../../src/errors.js';
import { cached, cacheFolder, prune } from '../../src/files/cache.js';

function useCache(t: Test): void {
  process.env.XDG_CACHE_HOME = t.testdir();
}

const namesIn = (...below: string[]) => readdirSync(path.join(cacheFolder(), ...below));

t.test('the cache is where XDG says, and a relative path is no place', async (t) => {
  process.env.XDG_CACHE_HOME = '/some/where';
  t.equal(cacheFolder(), '/some/where/holerace');
  process.env.XDG_CACHE_HOME = 'relative';
  t.equal(cacheFolder(), path.join(os.homedir(), '.cache/holerace'));
  delete process.env.XDG_CACHE_HOME;
  t.equal(cacheFolder(), path.join(os.homedir(), '.cache/holerace'));
});

t.test('an entry is made once, and has its name only when it is whole', async (t) => {
  useCache(t);
  let calls = 0;
  const make = async (draft: string) => {
    calls++;
    writeFileSync(draft, 'whole');
    t.notOk(existsSync(path.join(cacheFolder(), 'kernels/one')));
  };
  const entry = await cached('kernels/one', make);
  t.equal(entry, path.join(cacheFolder(), 'kernels/one'));
  t.equal(await cached('kernels/one', make), entry);
  t.equal(calls, 1);
  t.equal(readFileSync(entry, 'utf8'), 'whole');
  t.same(namesIn('kernels'), ['one']);
});

t.test('a failing make leaves nothing, and the next one may succeed', async (t) => {
  useCache(t);
  const broken = new Error('broken');
  const halfMade = async (draft: string) => {
    mkdirSync(path.join(draft, 'deep'), { recursive: true });
    writeFileSync(path.join(draft, 'deep/file'), 'half');
    throw broken;
  };
  await t.rejects(cached('kernels/one', halfMade), broken);
  t.same(namesIn('kernels'), []);
  await t.rejects(
    cached('kernels/one', async () => undefined),
    { code: 'ENOENT' },
  );
  t.same(namesIn('kernels'), []);
  t.ok(await cached('kernels/one', async (draft) => writeFileSync(draft, 'whole')));
});

t.test('two makers at once: one entry, whole, and no draft', async (t) => {
  useCache(t);
  const makers: Record<string, (draft: string) => void> = {
    file: (draft) => writeFileSync(draft, 'whole'),
    folder: (draft) => {
      mkdirSync(draft);
      writeFileSync(path.join(draft, 'file'), 'whole');
    },
  };
  for (const [name, write] of Object.entries(makers)) {
    let begun = 0;
    let letGo: () => void = () => undefined;
    const both = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const make = async (draft: string) => {
      write(draft);
      if (++begun === 2) letGo();
      await both;
    };
    const entries = await Promise.all([cached(name, make), cached(name, make)]);
    t.equal(begun, 2, 'both have made it');
    t.equal(entries[0], entries[1]);
  }
  t.same(namesIn().sort(), ['file', 'folder']);
  t.equal(readFileSync(path.join(cacheFolder(), 'folder/file'), 'utf8'), 'whole');
});

t.test('a cache that cannot be made is refused with what to do', async (t) => {
  process.env.XDG_CACHE_HOME = path.join(t.testdir({ file: '' }), 'file');
  const made = cached('one', async () => {
    t.fail('made all the same');
  });
  const error = await made.catch((thrown: unknown) => thrown);
  t.type(error, UsageError);
  t.match((error as Error).message, /cannot be made .*: set XDG_CACHE_HOME to a folder/);
});

t.test('the newest entries are kept', async (t) => {
  const folder = t.testdir({ old: { file: 'x' }, newest: '', newer: { file: 'y' } });
  for (const [changed, name] of ['old', 'newer', 'newest'].entries()) {
    utimesSync(path.join(folder, name), changed, changed);
  }
  prune(folder, 3);
  t.same(readdirSync(folder).sort(), ['newer', 'newest', 'old']);
  prune(folder, 2);
  t.same(readdirSync(folder).sort(), ['newer', 'newest']);
});
