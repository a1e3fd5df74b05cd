import { readFileSync } from 'node:fs';
import t from 'tap';
import { configurationsTable, filesystemsTable } from '../../scripts/filesystems-table.js';
import { packageFile } from '../../scripts/package-file.js';
import { UsageError } from '../../src/errors.js';
import { filesystems, modeOf, vmFilesystems } from '../../src/filesystems/list.js';
import { runTool } from '../../src/tools.js';
import { QEMU } from '../../src/vm/qemu/command-line.js';

t.test('the documentation shows the list as it is', async (t) => {
  const page = readFileSync(packageFile('docs/filesystems.md'), 'utf8');
  t.ok(
    page.includes(`\n${filesystemsTable()}\n`),
    'docs/filesystems.md holds what node build/scripts/filesystems-table.js prints',
  );
  t.ok(page.includes(`\n${configurationsTable()}\n`), 'and the table of configurations');
});

t.test('each filesystem is raced in the modes that it has', async (t) => {
  t.equal(modeOf('ext4', 'dax'), 'dax');
  t.equal(modeOf('ext4', 'page-cache'), 'page-cache');
  t.equal(modeOf('ext4', 'any'), 'dax', 'DAX where there is a choice');
  t.equal(modeOf('tmpfs', 'any'), 'page-cache');
  t.throws(() => modeOf('btrfs', 'dax'), UsageError);
  t.equal(modeOf('xfs:dax-inode', 'any'), 'dax');
  t.throws(() => modeOf('xfs:dax-inode', 'page-cache'), {
    message: 'xfs:dax-inode is for DAX: race its page cache with another --fs',
  });
  t.throws(() => modeOf('btrfs', 'dax'), {
    message:
      'btrfs cannot be raced with DAX, for the kernel has no DAX for it: race its page cache with --expect page-cache, or choose another --fs',
  });
});

t.test('what vm makes it can race in some mode', async (t) => {
  for (const name of vmFilesystems) {
    const { dax, 'page-cache': pageCache } = filesystems[name].not as Record<string, string>;
    t.ok(dax === undefined || pageCache === undefined, name);
  }
});

t.test('QEMU still has no window for virtiofs', async (t) => {
  // Where it takes one, the reason in the list is no longer true.
  const { stdout, stderr } = await runTool(QEMU, ['-device', 'vhost-user-fs-pci,help']);
  t.match(stdout, /queue-size/, stderr);
  t.notMatch(stdout, /cache-size/);
});
