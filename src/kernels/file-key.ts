import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import path from 'node:path';

/** A short key that changes when a file is replaced: its place, size and time of change. */
export function fileKey(...files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${path.resolve(file)}\0${size}\0${mtimeMs}\0`);
  }
  return hash.digest('hex').slice(0, 16);
}
