/** The files of the source that faults have changed, as they were before the first of them. */
import path from 'node:path';
import { filesBelow } from '../../src/files/files-below.js';
import type { Source } from './source.js';

/** How the name of a file ends that is still being written. */
export const DRAFT = '.draft.c';

/** Where they are kept; it need not exist. */
export function originalsFolder({ folder }: Source): string {
  return `${folder}.originals`;
}

/** The path of each below a folder of them, which is its path in the source too. */
export function originalFiles(folder: string): string[] {
  return filesBelow(folder).filter((file) => !path.basename(file).endsWith(DRAFT));
}
