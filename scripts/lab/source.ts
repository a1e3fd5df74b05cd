/** The kernel's source, from Debian's package of it, unpacked once into the cache. */
import { mkdirSync, readdirSync, renameSync, rmSync, statfsSync } from 'node:fs';
import path from 'node:path';
import type { Logger } from 'pino';
import { cached, cacheFolder } from '../../src/cache.js';
import { UsageError } from '../../src/errors.js';
import { debFileOf, fetchDeb } from '../../src/kernels/debian.js';
import { needTool } from '../../src/tools.js';

/** The package that the faults are written for. */
export const SOURCE_PACKAGE = 'linux-source-6.1';
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

/** An unpacked source. */
export interface Source {
  /** Its folder, which only an object tree changes. */
  readonly folder: string;
  /** The version of the package, as in 6.1.192-2. */
  readonly version: string;
}

/**
 * The version that apt would fetch, without fetching it.
 *
 * @throws UsageError where apt does not know the package
 */
export async function sourceVersion(name: string = SOURCE_PACKAGE): Promise<string> {
  return decodeURIComponent((await debFileOf(name)).split('_')[1] ?? '');
}

/**
 * Fetches and unpacks the source unless it is there.
 *
 * @param version as sourceVersion tells it: to ask apt takes a second
 * @throws UsageError where apt does not know it, or there is no room
 */
export async function unpackedSource(name: string, version: string, log: Logger): Promise<Source> {
  const folder = await cached(`lab/source-${name}-${version}`, async (draft) => {
    checkRoom();
    log.info(`fetching and unpacking ${name} ${version}`);
    await unpack(await fetchDeb(name), draft);
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

function checkRoom(): void {
  const folder = cacheFolder();
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize >= NEEDED_BYTES) return;
  throw new UsageError(
    `the disk of ${folder} has no room for the lab kernels: free ${NEEDED_BYTES / 1024 ** 3} GiB there, or set XDG_CACHE_HOME to another disk`,
  );
}
