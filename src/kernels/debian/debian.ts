/** A kernel by the name of its Debian or Ubuntu package, fetched through apt, which checks its signature. */
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../../errors.js';
import { cached } from '../../files/cache.js';
import { tellStep } from '../../steps.js';
import { needTool, runTool } from '../../tools.js';
import { kernelOfArchives } from '../archives/archive.js';
import type { Archive } from '../archives/kind.js';
import type { PackageLabel } from '../archives/package-label.js';
import type { Kernel } from '../kernel.js';
import {
  aptOf,
  type DebianName,
  formatDebianName,
  isPattern,
  parseDebianName,
} from './debian-name.js';
import { imageOfMeta, knownPackages } from './debian-packages.js';
import { partsOfPackage, versioned } from './parts.js';
import type { AptEnvironment } from './private-apt.js';

/** What stands for the current kernel of the distribution: Debian's name for it, and Ubuntu's. */
const STOCK_PACKAGES = ['linux-image-amd64', 'linux-image-generic'] as const;
/** linux-image-amd64 depends on linux-image-6.1.0-56-amd64: more than that is a loop. */
const META_STEPS_LIMIT = 4;

/**
 * Fetches a package and the parts of its kernel through apt into the cache, and unpacks them.
 *
 * @param text PACKAGE[=VERSION][/SUITE]; a meta-package stands for the kernel that it depends on
 * @throws UsageError where apt does not know it, or cannot fetch it
 */
export async function kernelOfDebian(text: string): Promise<Kernel> {
  const asked = parseDebianName(text);
  if (isPattern(asked.name)) {
    throw new UsageError(
      `debian:${text} stands for several kernels: name one, or give it to holerace sweep`,
    );
  }
  const apt = await aptOf(asked);
  const image = await resolveMeta(asked, apt);
  const archives: Archive[] = [];
  for (const part of [image, ...(await partsOfPackage(image, apt))])
    archives.push({ file: await fetchDeb(versioned(part), apt), kind: 'deb' });
  const source = `debian:${formatDebianName({ ...asked, name: versioned(image) })}`;
  return kernelOfArchives(archives, { source, choice: null });
}

/**
 * A package's file in the cache, fetched unless it is there.
 *
 * @param name PACKAGE or PACKAGE=VERSION
 * @param apt which apt to ask: nothing for that of the machine, else what its environment differs in
 * @throws UsageError where apt does not know it, or cannot fetch it
 */
export async function fetchDeb(name: string, apt: AptEnvironment = {}): Promise<string> {
  const file = await debFileOf(name, apt);
  return cached(`debs/${file}`, (draft) => download(name, file, draft, apt));
}

/**
 * The current kernel of this machine's distribution, as K.
 *
 * @param names packages of which the first that apt knows is taken
 * @throws UsageError where apt is missing, or knows none of them
 */
export async function stockKernel(names: readonly string[] = STOCK_PACKAGES): Promise<string> {
  for (const name of names) if ((await knownPackages([name])).length > 0) return `debian:${name}`;
  throw new UsageError(
    `apt knows none of the packages ${names.join(', ')}: run apt-get update first`,
  );
}

/** Follows a meta-package to the kernel that it depends on. */
async function resolveMeta(asked: DebianName, apt: AptEnvironment): Promise<PackageLabel> {
  let current = asked.name;
  for (let step = 0; step < META_STEPS_LIMIT; step++) {
    const [known] = await knownPackages([current], apt);
    if (known === undefined) throw unknownPackage(formatDebianName({ ...asked, name: current }));
    const next = imageOfMeta(known);
    if (next === null) return known;
    current = versioned(next);
  }
  throw new UsageError(
    `debian:${asked.name} depends on one meta-package after another: name the kernel itself`,
  );
}

/**
 * The name of the file that apt would fetch; asks the lists on disk, not the network.
 *
 * @param apt as for fetchDeb
 * @throws UsageError where apt does not know the package
 */
export async function debFileOf(name: string, apt: AptEnvironment = {}): Promise<string> {
  // Elsewhere than where the user is: of a file that lies there already apt-get says nothing.
  const args = ['download', '--print-uris', name];
  const { ok, stdout } = await runTool('apt-get', args, { env: apt, cwd: '/' });
  const file = /^'[^']*' (\S+) /m.exec(stdout)?.[1];
  if (!ok || file === undefined) throw unknownPackage(name);
  return path.basename(file);
}

/** What to say of a package that apt does not know, as it was asked for. */
export function unknownPackage(text: string): UsageError {
  const cure = text.includes('/')
    ? 'check its name and the suite'
    : 'check the name, or run apt-get update first';
  return new UsageError(`apt does not know the package ${text}: ${cure}`);
}

async function download(
  name: string,
  file: string,
  draft: string,
  env: AptEnvironment,
): Promise<void> {
  tellStep(`fetching ${name}`);
  const folder = `${draft}.d`;
  mkdirSync(folder, { recursive: true });
  try {
    await needTool(`fetching ${name} through apt`, 'apt-get', ['-q', 'download', name], {
      cwd: folder,
      env,
    });
    renameSync(path.join(folder, file), draft);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
