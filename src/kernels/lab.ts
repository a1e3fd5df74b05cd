/** A lab kernel by its id: built with one known fault, to prove that a scenario finds it. */
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { UsageError } from '../errors.js';
import { tellDetail } from '../steps.js';
import { toolInterruption } from '../tools.js';
import { readRelease } from './image/bzimage.js';
import type { Kernel } from './kernel.js';

/** A program of its own, for building kernels is no part of the tool, and takes its time. */
const BUILDER = fileURLToPath(new URL('../../scripts/lab/build.js', import.meta.url));
/** Longer than another builder may be waited for, and all kernels built after that. */
const BUILD_LIMIT_MS = 180 * 60_000;
/** How the builder's log begins the line on which it gives up. */
const COMPLAINT = 'ERROR: ';

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
  tellDetail(`looking for lab:${id}, and building it if it is not there`);
  const builder = execa(process.execPath, [BUILDER, '--', id], {
    reject: false,
    timeout: BUILD_LIMIT_MS,
    ...toolInterruption(),
  });
  const complaint = passOn(builder.stderr);
  const { failed, stdout } = await builder;
  const [source, image] = stdout.split('\t');
  if (failed || source === undefined || image === undefined) {
    throw new UsageError((await complaint) ?? `the builder of lab kernels ended without lab:${id}`);
  }
  return { image, release: readRelease(image), modulesRoot: null, config: null, source };
}

/** Passes on what the builder tells of its work. Returns what it complained of, for whoever called to say. */
async function passOn(stderr: Readable): Promise<string | null> {
  let complaint: string | null = null;
  for await (const line of createInterface({ input: stderr })) {
    if (line.startsWith(COMPLAINT)) complaint = line.slice(COMPLAINT.length);
    else process.stderr.write(`${line}\n`);
  }
  return complaint;
}
