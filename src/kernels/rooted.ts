/**
 * Paths in a root file system that is not the running one: there an absolute link is meant from its own root, and
 * would lead to a kernel of this machine.
 */
import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import path from 'node:path';

/** As the kernel has it (path_resolution(7)). */
const LINKS_LIMIT = 40;

/**
 * Where a path below a folder leads, its absolute links taken from the folder where they lead to something there;
 * a link that leads nowhere there is one that the user made, and taken as it is.
 *
 * @param root the folder
 * @param below a path in it
 * @returns the path as it was given wherever it leads to the same file, else one without links; null where there
 * is nothing
 */
export function rooted(root: string, below: string): string | null {
  const plain = path.join(root, below);
  const meant = resolveIn(root, below);
  return meant !== null && meant === realOf(plain) ? plain : meant;
}

function resolveIn(root: string, below: string): string | null {
  const top = realOf(root);
  if (top === null) return null;
  let at = top;
  const left = namesOf(below);
  for (let links = 0; left.length > 0; ) {
    const name = left.shift() ?? '';
    const next = name === '..' ? path.dirname(at) : path.join(at, name);
    const stat = lstatSync(next, { throwIfNoEntry: false });
    if (stat === undefined) return null;
    if (!stat.isSymbolicLink()) {
      at = next;
      continue;
    }
    if (++links > LINKS_LIMIT) return null;
    const target = readlinkSync(next);
    left.unshift(...namesOf(target));
    if (path.isAbsolute(target)) at = isThere(path.join(top, target)) ? top : '/';
  }
  return at;
}

function namesOf(target: string): string[] {
  return target.split('/').filter((name) => name !== '' && name !== '.');
}

function isThere(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}

function realOf(file: string): string | null {
  try {
    return realpathSync(file);
  } catch {
    return null;
  }
}
