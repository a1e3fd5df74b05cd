/** What a file is called until it is whole. */
import { lstatSync, rmSync } from 'node:fs';
import path from 'node:path';
import { clearLeftovers, literally, OWNER, ownerMark } from '../../files/leftovers.js';

/** Another machine may share the folder, and its processes are not to be seen here: but no file takes so long to write. */
const ABANDONED_MS = 60_000;

/** The draft of a file, beside it: this process is its owner. */
export function draftOf(target: string): string {
  return `${target}.draft-${ownerMark()}`;
}

/** Removes the drafts of those that were killed while they wrote the same file. */
export function clearDraftsOf(target: string): void {
  clearLeftovers({
    folder: path.dirname(target),
    name: new RegExp(`^${literally(`${path.basename(target)}.draft-`)}${OWNER}$`),
    isFree: (place) => {
      const stat = lstatSync(place);
      return stat.isFile() && Date.now() - stat.mtimeMs > ABANDONED_MS;
    },
    remove: (place) => rmSync(place),
  });
}
