/** virtiofs, which `vm` does not make. */
import { type Filesystem, NOTHING_TO_MAKE, SHARE_TAG } from './filesystem.js';

export const virtiofs = {
  ...NOTHING_TO_MAKE,
  not: {
    dax: 'QEMU has no window for it, its vhost-user-fs-pci takes no cache-size',
    'page-cache': 'no run on it has been made',
  },
  notInVm: 'its files come from a daemon of the host, virtiofsd, which holerace does not start',
  medium: 'share',
  modules: ['virtio_pci', 'virtiofs'],
  prepare: [],
  mount: { type: 'virtiofs', source: SHARE_TAG, options: [] },
} as const satisfies Filesystem;
