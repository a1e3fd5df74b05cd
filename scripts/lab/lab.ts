/** Lab kernels in the cache, built when they are asked for the first time. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Logger } from 'pino';
import { UsageError } from '../../src/errors.js';
import { cached, cacheFolder } from '../../src/files/cache.js';
import { bases } from './bases.js';
import { checkBuildTools } from './build-tools.js';
import { configurationOf, FAULTS_FOLDER, type LabKernel } from './kernels.js';
import { underLock } from './lock.js';
import { buildKernel } from './object-tree.js';
import { sourcePackage, unpackedSource } from './source.js';

/** Changes when the way in which kernels are built does. */
const RECIPE = 'holerace.lab/1';
const IMAGE = 'bzImage';
const CHECKSUM = 'bzImage.sha256';

/** A lab kernel that can be booted. */
export interface BuiltKernel {
  readonly id: string;
  readonly image: string;
  /** The version of the source's package. */
  readonly version: string;
}

/**
 * Lab kernels from the cache; those that are missing are built, in the order given.
 *
 * @param sourceName Debian's package of the kernel's source, instead of that of each one's base
 * @throws UsageError where something for the build is missing, a fault does not apply or make fails
 */
export async function builtKernels(
  kernels: readonly LabKernel[],
  log: Logger,
  sourceName?: string,
): Promise<BuiltKernel[]> {
  const sourceOf = ({ base }: LabKernel): string => sourceName ?? bases[base].source;
  const built: BuiltKernel[] = [];
  for (const source of new Set(kernels.map(sourceOf))) {
    built.push(
      ...(await builtOf(
        source,
        kernels.filter((one) => sourceOf(one) === source),
        log,
      )),
    );
  }
  return kernels.flatMap(({ id }) => built.find((one) => one.id === id) ?? []);
}

/** The same of one source. */
async function builtOf(
  sourceName: string,
  kernels: readonly LabKernel[],
  log: Logger,
): Promise<BuiltKernel[]> {
  const fetchable = await sourcePackage(sourceName);
  const { version } = fetchable;
  const entryOf = (kernel: LabKernel): string =>
    `lab/kernels/${kernel.id}-${keyOf(kernel, version)}`;
  const isMissing = (kernel: LabKernel): boolean =>
    !existsSync(path.join(cacheFolder(), entryOf(kernel)));
  if (kernels.some(isMissing)) {
    checkBuildTools();
    await underLock(path.join(cacheFolder(), 'lab/lock'), log, async () => {
      const missing = kernels.filter(isMissing);
      // Another builder may have been first while this one waited.
      if (missing.length === 0) return;
      const source = await unpackedSource(fetchable, log);
      for (const [index, kernel] of missing.entries()) {
        log.info(`building the lab kernel ${kernel.id}, ${index + 1} of ${missing.length}`);
        await cached(entryOf(kernel), async (draft) => {
          mkdirSync(draft);
          const image = path.join(draft, IMAGE);
          await buildKernel(source, kernel, image);
          writeFileSync(path.join(draft, CHECKSUM), `${sha256Of(image)}  ${IMAGE}\n`);
        });
      }
    });
  }
  return kernels.map((kernel) => ({
    id: kernel.id,
    image: wholeImage(kernel, path.join(cacheFolder(), entryOf(kernel))),
    version,
  }));
}

/** What the bzImage depends on: another source, configuration, fault or recipe makes another kernel. */
function keyOf(kernel: LabKernel, version: string): string {
  const hash = createHash('sha256').update(`${RECIPE}\0${version}\0`);
  for (const option of configurationOf(kernel)) hash.update(`${option}\0`);
  for (const { patch, file } of kernel.edits) {
    hash.update(`${file}\0`).update(readFileSync(path.join(FAULTS_FOLDER, `${patch}.cocci`)));
  }
  return hash.digest('hex').slice(0, 16);
}

/** The image of an entry, held against its checksum. */
function wholeImage(kernel: LabKernel, entry: string): string {
  const image = path.join(entry, IMAGE);
  try {
    const [checksum] = readFileSync(path.join(entry, CHECKSUM), 'utf8').split(' ');
    if (checksum === sha256Of(image)) return image;
  } catch {
    // As damaged as a wrong checksum.
  }
  throw new UsageError(
    `the lab kernel ${kernel.id} is damaged in the cache: remove ${entry}, and it is built again`,
  );
}

function sha256Of(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
