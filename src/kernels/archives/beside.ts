/**
 * The parts of a kernel that lie beside it as packages of their own: what a package depends on, and what was built
 * with it.
 */
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../../errors.js';
import { fileKey } from '../file-key.js';
import { type Archive, archiveKind } from './kind.js';
import { holdsNoKernel, isForThisMachine, readLabel } from './label.js';
import type { PackageLabel } from './package-label.js';

/** A package on disk. */
export interface LocalPackage extends Archive {
  readonly label: PackageLabel;
}

/** No folder of packages is larger. */
const PACKAGES_LIMIT = 4096;

/** The packages of a folder that may be kernels or parts of one, in the order of their names. */
export async function packagesIn(folder: string): Promise<LocalPackage[]> {
  const files = readdirSync(folder)
    .sort()
    .map((name) => path.join(folder, name));
  const packages: LocalPackage[] = [];
  for (const file of files.slice(0, PACKAGES_LIMIT)) {
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) continue;
    // What cannot be read is no part of anything; named by itself, it is refused.
    const one = await readPackage(file).catch(() => null);
    if (one !== null && !holdsNoKernel(one.label.name) && isForThisMachine(one.label))
      packages.push(one);
  }
  return packages;
}

/** What was read in this process, by the key of the file: each kernel of a folder asks for all packages there. */
const read = new Map<string, LocalPackage | null>();

/** A package, null where the file is none that says what it is. */
export async function readPackage(file: string): Promise<LocalPackage | null> {
  const key = fileKey(file);
  const known = read.get(key);
  if (known !== undefined) return known;
  const kind = archiveKind(file);
  const label = kind === null ? null : await readLabel(file, kind);
  const one = kind === null || label === null ? null : { file, kind, label };
  if (read.size >= PACKAGES_LIMIT) read.clear();
  read.set(key, one);
  return one;
}

/**
 * What a package depends on among others, and what that depends on.
 *
 * @returns without the package itself
 */
export function dependenciesAmong(
  one: LocalPackage,
  others: readonly LocalPackage[],
): LocalPackage[] {
  const found = new Set<LocalPackage>([one]);
  // A set grows while it is gone through: each package is looked at once.
  for (const { label } of found) {
    for (const { name, version } of label.depends) {
      const match = others.find(
        (other) => other.label.name === name && [null, other.label.version].includes(version),
      );
      if (match !== undefined) found.add(match);
    }
  }
  found.delete(one);
  return [...found];
}

/**
 * The packages that make a kernel together with one: its dependencies, and what was built with it and adds to it.
 *
 * @throws UsageError where a part that it depends on is missing
 */
export function partsOf(one: LocalPackage, others: readonly LocalPackage[]): LocalPackage[] {
  const needed = [one, ...dependenciesAmong(one, others)];
  for (const part of needed) checkComplete(part, needed);
  const names = new Set(needed.map(({ label }) => label.name));
  const added = others.filter(
    (other) =>
      !names.has(other.label.name) &&
      other.kind === one.kind &&
      other.label.source === one.label.source &&
      (other.kind === 'rpm' || other.label.depends.some(({ name }) => names.has(name))),
  );
  return [...needed.slice(1), ...added];
}

/** Dependencies on what the same build made: of the very version, or named for the same release. */
function checkComplete({ file, label }: LocalPackage, there: readonly LocalPackage[]): void {
  const release = /\d+\.\d+.*$/.exec(label.name)?.[0] ?? null;
  const missing = label.depends.find(
    ({ name, version }) =>
      (version === label.version || (release !== null && name.endsWith(release))) &&
      !there.some((other) => other.label.name === name),
  );
  if (missing === undefined) return;
  throw new UsageError(
    `${file} depends on ${missing.name}, which is not beside it: put its package there, or name it with --modules`,
  );
}
