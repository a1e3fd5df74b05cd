/** overlay, over three folders of the guest's memory. */
import { type Filesystem, GUEST_SCRATCH, NOTHING_TO_MAKE } from './filesystem.js';

const LAYERS = { lower: 'lowerdir', upper: 'upperdir', work: 'workdir' };
const folders = Object.entries(LAYERS).map(([name, option]) => ({
  option,
  folder: `${GUEST_SCRATCH}/overlay/${name}`,
}));

export const overlay = {
  ...NOTHING_TO_MAKE,
  not: { dax: 'its files are DAX where those of the upper layer are: race in the upper layer' },
  notInVm: null,
  medium: 'memory',
  modules: ['overlay'],
  prepare: folders.map(({ folder }) => ({ folder })),
  mount: {
    type: 'overlay',
    source: 'overlay',
    options: folders.map(({ option, folder }) => `${option}=${folder}`),
  },
} as const satisfies Filesystem;
