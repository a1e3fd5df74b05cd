/** 9p: an empty folder of the host, served by QEMU, mounted without a cache. */
import { type Filesystem, NO_DEVICE, NOTHING_TO_MAKE, SHARE_TAG } from './filesystem.js';

export const plan9 = {
  ...NOTHING_TO_MAKE,
  not: { dax: NO_DEVICE },
  notInVm: null,
  medium: 'share',
  modules: ['virtio_pci', '9pnet_virtio', '9p'],
  prepare: [],
  mount: { type: '9p', source: SHARE_TAG, options: ['trans=virtio', 'version=9p2000.L'] },
} as const satisfies Filesystem;
