import { writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { fileKey } from '../../../src/kernels/file-key.js';
import { isWantedModulePath, moduleFiles } from '../../../src/kernels/modules/wanted.js';

t.test('only what a guest may need is wanted', async (t) => {
  const wanted = [
    'modules.order',
    'modules.builtin.modinfo',
    'kernel/fs/ext4/ext4.ko',
    'kernel/fs/xfs/xfs.ko.xz',
    'kernel/fs/mbcache.ko',
    'kernel/drivers/nvdimm/nd_pmem.ko.zst',
    'kernel/drivers/block/virtio_blk.ko',
    'kernel/lib/libcrc32c.ko',
  ];
  const unwanted = [
    'build',
    'modules',
    'kernel',
    'kernel/fs/ext4',
    'kernel/fs/ext4x/ext4x.ko',
    'kernel/fs/ceph/ceph.ko',
    'kernel/drivers/net/virtio_net.ko',
    'kernel/drivers/block/virtio_blk_more.ko',
    'updates/kernel/fs/ext4/ext4.ko',
  ];
  t.same([...wanted, ...unwanted].filter(isWantedModulePath), wanted);
});

t.test('one module that is built anew changes the key of the whole', async (t) => {
  const folder = t.testdir({
    fs: { xfs: { 'xfs.ko': 'old', 'notes.txt': '' }, 'mbcache.ko': '', ceph: { 'ceph.ko': '' } },
  });
  const files = moduleFiles(folder);
  const names = files.map((file) => path.relative(folder, file));
  t.same(names.sort(), ['fs/mbcache.ko', 'fs/xfs/xfs.ko']);
  const before = fileKey(...files);
  writeFileSync(path.join(folder, 'fs/xfs/xfs.ko'), 'newer');
  t.not(fileKey(...moduleFiles(folder)), before);
});
