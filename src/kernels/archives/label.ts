/** Reads what a package says of itself, and what that means here. */
import { UsageError } from '../../errors.js';
import { readControl } from './bsdtar.js';
import { parseStanza } from './control.js';
import type { ArchiveKind } from './kind.js';
import { type PackageLabel, SOURCE_CODE } from './package-label.js';
import { readRpmLabel } from './rpm-label.js';

/** As Debian and RPM name the machines that are meant, and packages for all machines. */
const ARCHITECTURES = new Set(['amd64', 'x86_64', 'all', 'noarch']);

/**
 * Reads the label of an archive.
 *
 * @returns null where such archives have none
 * @throws UsageError where it cannot be read
 */
export async function readLabel(file: string, kind: ArchiveKind): Promise<PackageLabel | null> {
  if (kind === 'rpm') return readRpmLabel(file);
  if (kind === 'tar') return null;
  const label = parseStanza(await readControl(file));
  if (label !== null) return label;
  throw new UsageError(`${file} is not a whole Debian package: fetch it again`);
}

/**
 * Holds the machine of a package against the one that is emulated.
 *
 * @throws UsageError where it is another
 */
export function checkArchitecture(file: string, { architecture }: PackageLabel): void {
  if (ARCHITECTURES.has(architecture)) return;
  if (architecture === SOURCE_CODE) {
    throw new UsageError(`${file} holds source code: give a kernel that was built from it`);
  }
  throw new UsageError(
    `${file} is for ${architecture}: holerace boots x86-64 kernels only, give the package for x86-64`,
  );
}

/**
 * Refuses a package that surely holds no kernel, where it was named.
 *
 * @throws UsageError where it is one
 */
export function checkMayHoldImage(file: string, { name, summary }: PackageLabel): void {
  if (!holdsNoImage(name)) return;
  throw new UsageError(
    `${file} holds no kernel: it is ${name}, "${summary}"; give the package of the image`,
  );
}

/** Whether a package is for the machine that is emulated. */
export function isForThisMachine({ architecture }: PackageLabel): boolean {
  return ARCHITECTURES.has(architecture);
}

/**
 * Whether a package surely holds no kernel and no part of one, by its name: only to spare the time that reading it
 * takes, for what is named otherwise is read.
 */
export function holdsNoKernel(name: string): boolean {
  return /(?:^|-)(?:headers|devel|docs?|tools|libc-dev|kbuild|source|debuginfo|debugsource|dbg|dbgsym|perf)(?:-|$)/.test(
    name,
  );
}

/** Whether a package surely holds no image, by its name; it may hold the modules of one. */
export function holdsNoImage(name: string): boolean {
  return holdsNoKernel(name) || /-modules(?:-|$)/.test(name);
}
