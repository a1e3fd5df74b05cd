/** The kernels in a root file system, or in any folder that is laid out like one. */
import { readdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../../errors.js';
import { inVersionOrder } from '../debian/version-order.js';
import { readRelease } from '../image/bzimage.js';
import type { ReleaseChoice } from '../kernel.js';
import { rooted } from '../rooted.js';

/** A kernel's image in a folder. */
export interface Release {
  readonly image: string;
  readonly release: string;
}

/** Where images lie, in words for people. */
export const IMAGE_PLACES =
  'vmlinuz*, boot/vmlinuz*, lib/modules/*/vmlinuz, usr/lib/modules/*/vmlinuz';
const MODULES = ['lib/modules', 'usr/lib/modules'] as const;

/**
 * The kernels of a folder, each release once: links and copies of an image are one kernel.
 *
 * @throws UsageError where there are images and none of them can be booted
 */
export function releasesIn(folder: string): Release[] {
  const found = new Map<string, Release>();
  let refusal: unknown = null;
  for (const image of imagesIn(folder)) {
    try {
      const release = readRelease(image);
      // Of several images of one release the one beside its modules comes first, for it is theirs.
      if (!found.has(release)) found.set(release, { image, release });
    } catch (error) {
      refusal ??= error;
    }
  }
  if (found.size === 0 && refusal !== null) throw refusal;
  return [...found.values()];
}

/**
 * Of several kernels the one that is meant.
 *
 * @param choice null for the newest
 * @param place what to call the folder
 * @throws UsageError where there is none such
 */
export async function chosenRelease(
  releases: readonly Release[],
  choice: ReleaseChoice,
  place: string,
): Promise<Release> {
  const versioned = releases.map((one) => ({ ...one, version: one.release }));
  const chosen =
    choice === null
      ? (await inVersionOrder(versioned)).at(-1)
      : releases.find(({ release }) => release === choice);
  if (chosen !== undefined) return { image: chosen.image, release: chosen.release };
  const there = releases.map(({ release }) => release).join(', ');
  throw new UsageError(`${place} holds no kernel ${choice}: choose --release from ${there}`);
}

function imagesIn(folder: string): string[] {
  const beside = MODULES.flatMap((below) =>
    namesIn(folder, below).map((name) => path.join(below, name, 'vmlinuz')),
  );
  const plain = ['', 'boot'].flatMap((below) =>
    namesIn(folder, below)
      .filter((name) => /^(?:vmlinuz|bzImage)/.test(name))
      .map((name) => path.join(below, name)),
  );
  const files = [...beside, ...plain]
    .map((below) => rooted(folder, below))
    .filter((file) => file !== null)
    .filter((file) => statSync(file).isFile());
  const seen = new Map(files.toReversed().map((file) => [realpathSync(file), file]));
  return files.filter((file) => seen.get(realpathSync(file)) === file);
}

function namesIn(folder: string, below: string): string[] {
  const place = rooted(folder, below);
  return place !== null && statSync(place).isDirectory() ? readdirSync(place).sort() : [];
}
