/** What building a kernel needs beside holerace's own tools, and which Debian package brings it. */
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../../src/errors.js';
import { TOOL_PATH } from '../../src/tools.js';

const PROGRAMS: Readonly<Record<string, string>> = {
  bc: 'bc',
  bison: 'bison',
  'dpkg-deb': 'dpkg',
  flex: 'flex',
  flock: 'util-linux',
  gcc: 'gcc',
  make: 'make',
  setpriv: 'util-linux',
  spatch: 'coccinelle',
  tar: 'tar',
  xz: 'xz-utils',
};
/** objtool, which the kernel builds for itself, is linked with it. */
const HEADERS: Readonly<Record<string, string>> = { '/usr/include/libelf.h': 'libelf-dev' };

/**
 * Makes sure that kernels can be built here.
 *
 * @throws UsageError which names all that is missing
 */
export function checkBuildTools(): void {
  const programs = Object.keys(PROGRAMS).filter((name) => !onPath(name));
  const headers = Object.keys(HEADERS).filter((file) => !allowed(file, constants.R_OK));
  const packages = [
    ...programs.map((name) => PROGRAMS[name]),
    ...headers.map((file) => HEADERS[file]),
  ];
  if (packages.length === 0) return;
  throw new UsageError(
    `lab kernels cannot be built without ${[...programs, ...headers].join(', ')}: install ${packages.join(' ')}, or run scripts/setup lab`,
  );
}

function onPath(program: string): boolean {
  const folders = TOOL_PATH.split(path.delimiter).filter((folder) => folder !== '');
  return folders.some((folder) => allowed(path.join(folder, program), constants.X_OK));
}

function allowed(file: string, mode: number): boolean {
  try {
    accessSync(file, mode);
    return true;
  } catch {
    return false;
  }
}
