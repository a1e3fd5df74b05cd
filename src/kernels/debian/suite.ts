/** Suites of Debian's archive, such as bullseye or bookworm-backports, for machines whose own apt does not know them. */
import { existsSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { messageOf, UsageError } from '../../errors.js';
import { cacheFolder } from '../../files/cache.js';
import { type AptEnvironment, makePrivateApt, readPackageLists } from './private-apt.js';

/** Debian's keys, in its package debian-archive-keyring, which Ubuntu has too: what is fetched is held against them. */
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
/** As often as apt's own timer reads the lists of the machine (apt-daily.timer). */
const LISTS_LIFE_MS = 24 * 60 * 60 * 1000;
/** Suites without updates for security of their own. */
const ROLLING = new Set(['sid', 'unstable', 'experimental']);

/**
 * The lines of sources.list(5) for a suite, with its updates for security where there are such.
 *
 * @throws UsageError where Debian's keys are missing
 */
export function suiteSources(suite: string): string[] {
  if (!existsSync(KEYRING)) {
    throw new UsageError(
      `packages of Debian's ${suite} cannot be checked, for ${KEYRING} is missing: install debian-archive-keyring`,
    );
  }
  const line = (archive: string, name: string): string =>
    `deb [signed-by=${KEYRING}] http://deb.debian.org/${archive} ${name} main`;
  if (suite.endsWith('-security')) return [line('debian-security', suite)];
  // A part of a suite, such as bookworm-backports or bookworm-updates.
  if (suite.includes('-') || ROLLING.has(suite)) return [line('debian', suite)];
  return [line('debian', suite), line('debian-security', `${suite}-security`)];
}

/** What is under way or done in this process: several kernels of a campaign may be fetched at once. */
const ready = new Map<string, Promise<AptEnvironment>>();

/**
 * An apt that knows one suite and nothing else. Its lists lie in the cache, and are read anew once a day.
 *
 * @param sourcesOf the lines of sources.list(5) for a suite
 * @throws UsageError where the lists cannot be read, and none are there from before
 */
export function aptOfSuite(suite: string, sourcesOf = suiteSources): Promise<AptEnvironment> {
  const folder = path.join(cacheFolder(), 'apt', suite);
  const apt = ready.get(folder) ?? makeSuite(folder, suite, sourcesOf);
  ready.set(folder, apt);
  // A network that is back is worth another try.
  apt.catch(() => ready.delete(folder));
  return apt;
}

async function makeSuite(
  folder: string,
  suite: string,
  sourcesOf: (suite: string) => readonly string[],
): Promise<AptEnvironment> {
  const apt = makePrivateApt(folder, sourcesOf(suite));
  const stamp = path.join(folder, 'lists-read');
  const readMs = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (Date.now() - readMs < LISTS_LIFE_MS) return apt;
  try {
    await readPackageLists(apt);
    writeFileSync(stamp, '');
  } catch (error) {
    // Without a network, what is known from before serves.
    if (readMs > 0) return apt;
    throw new UsageError(
      `the package lists of Debian's ${suite} cannot be read (${messageOf(error)}): check the name of the suite, and the network`,
    );
  }
  return apt;
}
