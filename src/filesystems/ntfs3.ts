/** ntfs by the driver that Linux has had since 5.15 (fs/ntfs3); made as the other one is. */
import type { Filesystem } from './filesystem.js';
import { ntfs } from './ntfs.js';

export const ntfs3 = {
  ...ntfs,
  modules: ['ntfs3'],
  mount: { ...ntfs.mount, type: 'ntfs3' },
} as const satisfies Filesystem;
