/** The programs and headers that building a kernel takes, and which Debian package brings each. */
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../../errors.js';
import { TOOL_PATH } from '../../tools.js';

export const KERNEL_PROGRAMS: Readonly<Record<string, string>> = {
  bc: 'bc',
  bison: 'bison',
  flex: 'flex',
  flock: 'util-linux',
  gcc: 'gcc',
  make: 'make',
  setpriv: 'util-linux',
};
/** objtool, which the kernel builds for itself, is linked with it. */
const HEADERS: Readonly<Record<string, string>> = { '/usr/include/libelf.h': 'libelf-dev' };

/**
 * Makes sure that kernels can be built here.
 *
 * @param what cannot be built, else
 * @param programs with the package of each
 * @param remedy beside the packages
 * @throws UsageError which names all that is missing
 */
export function checkTools(
  what: string,
  programs: Readonly<Record<string, string>>,
  remedy: string,
): void {
  const missing = Object.keys(programs).filter((name) => !isOnPath(name));
  const headers = Object.keys(HEADERS).filter((file) => !isAllowed(file, constants.R_OK));
  const packages = [
    ...missing.map((name) => programs[name]),
    ...headers.map((file) => HEADERS[file]),
  ];
  if (packages.length === 0) return;
  throw new UsageError(
    `${what} cannot be built without ${[...missing, ...headers].join(', ')}: install ${packages.join(' ')}, or ${remedy}`,
  );
}

/** Whether a program is installed. */
function isOnPath(program: string): boolean {
  const folders = TOOL_PATH.split(path.delimiter).filter((folder) => folder !== '');
  return folders.some((folder) => isAllowed(path.join(folder, program), constants.X_OK));
}

/** The words for make that name its compiler: where ccache is installed, what it has compiled before is not compiled again. */
export function compilerWords(): readonly string[] {
  return isOnPath('ccache') ? ['CC=ccache gcc'] : [];
}

function isAllowed(file: string, mode: number): boolean {
  try {
    accessSync(file, mode);
    return true;
  } catch {
    return false;
  }
}
