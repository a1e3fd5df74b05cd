/** What building lab kernels needs beside holerace's own tools. */
import { checkTools, KERNEL_PROGRAMS } from '../../src/kernels/commits/build-tools.js';

const PROGRAMS: Readonly<Record<string, string>> = {
  ...KERNEL_PROGRAMS,
  'dpkg-deb': 'dpkg',
  spatch: 'coccinelle',
  tar: 'tar',
  xz: 'xz-utils',
};

/**
 * Makes sure that lab kernels can be built here.
 *
 * @throws UsageError which names all that is missing
 */
export function checkBuildTools(): void {
  checkTools('lab kernels', PROGRAMS, 'run scripts/setup lab');
}
