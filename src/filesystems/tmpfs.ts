/** tmpfs: its holes are pages that are not there. */
import { type Filesystem, NO_DEVICE, NOTHING_TO_MAKE } from './filesystem.js';

export const tmpfs = {
  ...NOTHING_TO_MAKE,
  not: { dax: NO_DEVICE },
  notInVm: null,
  medium: 'memory',
  modules: [],
  prepare: [],
  mount: { type: 'tmpfs', source: 'tmpfs', options: [] },
} as const satisfies Filesystem;
