/** The ladder of lab kernels that a bisect is held against, and that docs/bisect.md shows. */
import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { kernelOfLab } from '../../src/kernels/lab.js';

const RUNGS = [
  ...(['unbroken', 'unbroken', 'unbroken', 'panics', 'unbroken'] as const),
  ...(['fault-before-lock', 'fault-before-lock', 'fault-before-lock'] as const),
];
export const FIRST_BAD_RUNG = 5;

/**
 * Copies the kernels, each by the number of its rung.
 *
 * @param folder is made
 */
export async function makeLadder(folder: string): Promise<void> {
  mkdirSync(folder);
  for (const [rung, id] of RUNGS.entries())
    copyFileSync((await kernelOfLab(id)).image, path.join(folder, `${rung}`));
}
