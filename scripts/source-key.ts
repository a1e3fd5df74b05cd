/** A key of what a slow test depends on: where it is the same as before, the test need not be run again. */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { filesBelow } from '../src/files/files-below.js';
import { packageFile } from './package-file.js';

/**
 * @param places files and folders of the repository, with all that is below them
 * @param others what else the test depends on: versions of tools, say
 * @returns 16 hexadecimal digits
 */
export function sourceKey(places: readonly string[], others: readonly string[]): string {
  const hash = createHash('sha256');
  for (const place of places) {
    const root = packageFile(place);
    const files = statSync(root).isDirectory() ? filesBelow(root) : [''];
    for (const file of files) {
      hash
        .update(`${place}/${file}\0`)
        .update(readFileSync(path.join(root, file)))
        .update('\0');
    }
  }
  hash.update(others.join('\0'));
  return hash.digest('hex').slice(0, 16);
}
