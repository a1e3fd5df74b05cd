/** A kernel in a folder: a build tree, or a root file system in any layout. */
import { UsageError } from '../../errors.js';
import { readRelease } from '../image/bzimage.js';
import type { Kernel, ReleaseChoice } from '../kernel.js';
import { BUILT_IMAGE, builtImage, kernelOfBuildTree } from './build-tree.js';
import { kernelInPlace } from './image.js';
import { chosenRelease, IMAGE_PLACES, type Release, releasesIn } from './releases.js';

/**
 * The kernel of a folder; of several the newest, or the one that is chosen.
 *
 * @throws UsageError where it holds none
 */
export async function kernelOfFolder(
  folder: string,
  source: string,
  choice: ReleaseChoice = null,
): Promise<Kernel> {
  if (builtImage(folder) !== null) return kernelOfBuildTree(folder, source);
  const releases = releasesIn(folder);
  if (releases.length === 0) {
    throw new UsageError(
      `${source} holds no kernel: it needs ${BUILT_IMAGE} (run make first) or one of ${IMAGE_PLACES}`,
    );
  }
  const { image, release } = await chosenRelease(releases, choice, source);
  return kernelInPlace(image, release, source);
}

/**
 * The kernels of a folder, whether it is a build tree or not; none where it holds none.
 *
 * @throws UsageError where what it holds cannot be booted
 */
export function kernelsOfFolder(folder: string): Release[] {
  const built = builtImage(folder);
  return built === null ? releasesIn(folder) : [{ image: built, release: readRelease(built) }];
}
