/** A lab kernel by its id: built with one known fault, to prove that a scenario finds it. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { UsageError } from '../errors.js';
import { toolInterruption } from '../tools.js';
import { readRelease } from './bzimage.js';
import type { Kernel } from './kernel.js';

/** A program of its own, for building kernels is no part of the tool, and takes its time. */
const BUILDER = fileURLToPath(new URL('../../scripts/lab/build.js', import.meta.url));
/** All kernels from nothing take a third of it. */
const BUILD_LIMIT_MS = 60 * 60_000;

/**
 * Has a lab kernel built, unless the cache holds it; what the builder says goes to standard error.
 *
 * @param id as in docs/lab.md
 * @throws UsageError where there is no such lab kernel, or it cannot be built
 */
export async function kernelOfLab(id: string): Promise<Kernel> {
  if (!existsSync(BUILDER)) {
    throw new UsageError(
      'lab kernels are built from the repository of holerace: run it from there',
    );
  }
  const { failed, stdout } = await execa(process.execPath, [BUILDER, '--', id], {
    reject: false,
    stderr: 'inherit',
    timeout: BUILD_LIMIT_MS,
    ...toolInterruption(),
  });
  const [source, image] = stdout.split('\t');
  if (failed || source === undefined || image === undefined) {
    throw new UsageError(`there is no lab kernel to boot for lab:${id}: the reason is above`);
  }
  return { image, release: readRelease(image), modulesRoot: null, source };
}
