import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { UsageError } from '../../src/errors.js';
import {
  makeTargetFile,
  removeTargetFile,
  TARGET_FILE_PREFIX,
} from '../../src/target/target-file.js';

t.test('files are sparse, private, and each has a name of its own', async (t) => {
  const folder = t.testdir();
  const files = [makeTargetFile(folder, 1 << 30), makeTargetFile(folder, 1 << 30)];
  t.equal(new Set(files).size, 2);
  for (const file of files) {
    t.ok(path.basename(file).startsWith(TARGET_FILE_PREFIX));
    const { size, blocks, mode } = statSync(file);
    t.match({ size, mode: mode & 0o777 }, { size: 1 << 30, mode: 0o600 });
    t.ok(blocks * 512 < 1 << 20, 'no blocks are allocated');
    removeTargetFile(file);
    removeTargetFile(file);
  }
  t.same(readdirSync(folder), []);
});

t.test('a place that takes no file is refused with what to do', async (t) => {
  const folder = t.testdir({ file: '' });
  const refusals = {
    [path.join(folder, 'missing')]: /does not exist: make it, or name another$/,
    [path.join(folder, 'file')]: /is not a directory: name the directory to test$/,
    '/proc': /no file can be made in \/proc: /,
  };
  for (const [directory, message] of Object.entries(refusals)) {
    try {
      makeTargetFile(directory, 4096);
      t.fail(`a file was made in ${directory}`);
    } catch (error) {
      t.ok(error instanceof UsageError);
      t.match((error as Error).message, message);
    }
  }
});

t.test('a file that cannot be made long enough is removed again', async (t) => {
  const folder = t.testdir();
  t.throws(() => makeTargetFile(folder, 2 ** 60), /no file can be made in /);
  t.same(readdirSync(folder), []);
  t.ok(existsSync(folder));
});
