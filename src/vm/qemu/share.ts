/** The folder that a guest shares with the host: what it may hold, for a guest may make anything in it. */
import { lstatSync, opendirSync } from 'node:fs';
import path from 'node:path';

/** A race makes one file in it. */
const ENTRIES_LIMIT = 1000;
const BYTES_LIMIT = 1024 ** 3;
/** What lstat(2) counts a file's blocks in. */
const BLOCK_BYTES = 512;

/** Whether a share holds more than any race makes there, or what the host cannot look at. */
export function overflows(share: string): boolean {
  const folders = [share];
  let entries = 0;
  let bytes = 0;
  try {
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      const listed = opendirSync(folder);
      try {
        for (let entry = listed.readSync(); entry !== null; entry = listed.readSync()) {
          const place = path.join(folder, entry.name);
          if (entry.isDirectory()) folders.push(place);
          bytes += (lstatSync(place, { throwIfNoEntry: false })?.blocks ?? 0) * BLOCK_BYTES;
          if (++entries > ENTRIES_LIMIT || bytes > BYTES_LIMIT) return true;
        }
      } finally {
        listed.closeSync();
      }
    }
    return false;
  } catch (error) {
    // It went away while it was looked at.
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}
