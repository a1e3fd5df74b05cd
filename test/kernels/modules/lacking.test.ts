import { writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { lackingModules } from '../../../src/kernels/modules/lacking.js';

t.test('only what the configuration makes a module of, and is not there, is lacking', async (t) => {
  const config = path.join(t.testdir(), 'config');
  const lines = ['CONFIG_EXT4_FS=y', 'CONFIG_XFS_FS=m', 'CONFIG_BLK_DEV_PMEM=m'];
  writeFileSync(config, [...lines, '# CONFIG_BTRFS_FS is not set', ''].join('\n'));
  const names = ['nd_pmem', 'ext4', 'xfs', 'btrfs', 'crc32c_generic'];
  t.same(lackingModules(config, names, []), ['nd_pmem', 'xfs']);
  t.same(lackingModules(config, names, ['/x/nd-pmem.ko.zst', '/x/fs/xfs.ko']), []);
  t.same(lackingModules(null, names, []), [], 'nothing is known');
  t.same(lackingModules(`${config}.missing`, names, []), []);
});
