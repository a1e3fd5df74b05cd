/**
 * The packages that make a kernel together: what its package depends on, and is of the same source and version. Debian's
 * image, modules and base, and Ubuntu's modules and more modules, are all found so.
 */
import { UsageError } from '../../errors.js';
import type { Dependency, PackageLabel } from '../archives/package-label.js';
import { knownPackages } from './debian-packages.js';
import type { AptEnvironment } from './private-apt.js';

/** Debian's kernels come in four. */
const PARTS_LIMIT = 16;
/** What is only recommended or suggested is part of a kernel if it holds modules, and not if it is documentation. */
const MODULES_NAME = /^linux-modules-/;

/** A package, as apt-get takes it. */
export function versioned({ name, version }: { name: string; version: string | null }): string {
  return version === null ? name : `${name}=${version}`;
}

/**
 * The parts of a kernel beside the package that it is known by.
 *
 * @throws UsageError where apt does not know a part that it depends on
 */
export async function partsOfPackage(
  image: PackageLabel,
  apt: AptEnvironment,
): Promise<PackageLabel[]> {
  const release = releaseIn(image.name);
  const isOfRelease = ({ name }: { name: string }): boolean =>
    release !== null && name.endsWith(`-${release}`);
  const isSurelyPart = (one: Dependency): boolean =>
    isOfRelease(one) || one.version === image.version;
  const parts = new Map([[image.name, image]]);
  const asked = new Set([image.name]);
  // A map grows while it is gone through.
  for (const { depends, optional } of parts.values()) {
    const wanted = [...depends, ...optional.filter(({ name }) => MODULES_NAME.test(name))].filter(
      ({ name }) => !asked.has(name),
    );
    for (const { name } of wanted) asked.add(name);
    const known = await knownPackages(wanted.map(versioned), apt);
    for (const one of known)
      if (one.source === image.source || isOfRelease(one)) parts.set(one.name, one);
    const missing = depends.find((one) => isSurelyPart(one) && !parts.has(one.name));
    if (missing !== undefined) {
      throw new UsageError(
        `apt does not know ${versioned(missing)}, on which ${image.name} depends: run apt-get update first`,
      );
    }
    if (parts.size > PARTS_LIMIT)
      throw new UsageError(`${image.name} depends on more packages of its source than any kernel`);
  }
  parts.delete(image.name);
  return [...parts.values()];
}

/** The release in the name of a package, as linux-image-6.1.0-56-amd64 has it; null where there is none. */
export function releaseIn(name: string): string | null {
  return /-(\d+\.\d+.*)$/.exec(name)?.[1] ?? null;
}
