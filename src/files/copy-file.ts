import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';

/**
 * Copies a file with its mode, of a symbolic link what it points to, and makes the folders above the copy.
 * cpSync does not: with `dereference`, Node.js 22 takes a link to a file for a folder, and refuses.
 */
export function copyFile(from: string, to: string): void {
  mkdirSync(path.dirname(to), { recursive: true });
  copyFileSync(from, to);
}
