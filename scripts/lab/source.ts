/** The kernel's source, from Debian's package of it, unpacked once into the cache. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Logger } from 'pino';
import { UsageError } from '../../src/errors.js';
import { cached, cacheFolder } from '../../src/files/cache.js';
import { checkCacheRoom } from '../../src/files/free-bytes.js';
import { debFileOf, fetchDeb } from '../../src/kernels/debian/debian.js';
import { type AptEnvironment, readPackageLists } from '../../src/kernels/debian/private-apt.js';
import { needTool } from '../../src/tools.js';
import { bases } from './bases.js';
import { debianArchive } from './debian-archive.js';

/** Source, objects and all kernels take about 2 GiB (`du -sh` of the lab's folder in the cache). */
const NEEDED_BYTES = 3 * 1024 ** 3;
/** Half of the source, which an x86 kernel without network and graphics drivers does not read. */
const NOT_NEEDED = [
  '*/arch/*.dts*',
  '*/drivers/gpu/*.[ch]',
  '*/drivers/net/*/*.[ch]',
  '*/drivers/media/*.[ch]',
  '*/sound/*.[ch]',
  '*/Documentation/*/*',
  '*/tools/testing/*',
];

/** A package of the source, where there is one. */
export interface SourcePackage {
  readonly name: string;
  /** As in 6.1.192-2. */
  readonly version: string;
  /** The apt that fetches it. */
  readonly apt: AptEnvironment;
}

/** An unpacked source. */
export interface Source {
  /** Its folder, which only an object tree changes. */
  readonly folder: string;
  /** The version of the package. */
  readonly version: string;
}

/**
 * The package that apt would fetch, without fetching it: the machine's apt, or where it does not know
 * the package of a base, as on Ubuntu, one that knows that base's suite of Debian's archive.
 *
 * @param archive makes the latter
 * @throws UsageError where neither knows it
 */
export async function sourcePackage(
  name: string,
  archive: (suite: string) => AptEnvironment = debianArchive,
): Promise<SourcePackage> {
  const base = Object.values(bases).find(({ source }) => source === name);
  try {
    return { name, version: await versionOf(name, {}), apt: {} };
  } catch (error) {
    // Whoever names another source has it, or has mistyped it.
    if (base === undefined) throw error;
  }
  const apt = archive(base.suite);
  const known = await versionOf(name, apt).catch(() => null);
  // What is unpacked needs no newer lists, and so no network.
  if (known !== null && existsSync(path.join(cacheFolder(), entryOf(name, known))))
    return { name, version: known, apt };
  try {
    await readPackageLists(apt);
  } catch (error) {
    // Without a network the kernels in the cache can be booted all the same.
    if (known === null) throw error;
  }
  return { name, version: await versionOf(name, apt), apt };
}

async function versionOf(name: string, apt: AptEnvironment): Promise<string> {
  return decodeURIComponent((await debFileOf(name, apt)).split('_')[1] ?? '');
}

function entryOf(name: string, version: string): string {
  return `lab/source-${name}-${version}`;
}

/**
 * Fetches and unpacks the source unless it is there.
 *
 * @throws UsageError where it cannot be fetched, or there is no room
 */
export async function unpackedSource(
  { name, version, apt }: SourcePackage,
  log: Logger,
): Promise<Source> {
  const folder = await cached(entryOf(name, version), async (draft) => {
    checkCacheRoom('the lab kernels', cacheFolder(), NEEDED_BYTES);
    log.info(`fetching and unpacking ${name} ${version}`);
    await unpack(await fetchDeb(name, apt), draft);
  });
  return { folder, version };
}

async function unpack(deb: string, folder: string): Promise<void> {
  const scratch = `${folder}.deb`;
  try {
    mkdirSync(scratch, { recursive: true });
    await needTool(`unpacking ${deb}`, 'dpkg-deb', ['--extract', deb, scratch]);
    const sources = path.join(scratch, 'usr/src');
    const tarball = readdirSync(sources).find((name) => /^linux-source-.*\.tar\.xz$/.test(name));
    if (tarball === undefined) {
      throw new UsageError(`${deb} holds no usr/src/linux-source-*.tar.xz: name another package`);
    }
    const excluded = NOT_NEEDED.map((pattern) => `--exclude=${pattern}`);
    await needTool(`unpacking ${tarball}`, 'tar', [
      ...['-C', scratch, ...excluded, '-xJf', path.join(sources, tarball)],
    ]);
    renameSync(path.join(scratch, tarball.replace('.tar.xz', '')), folder);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
