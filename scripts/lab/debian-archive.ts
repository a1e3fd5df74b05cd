/** Debian's archive, for machines whose own apt does not know the kernel's source: Ubuntu, and other releases of Debian. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder } from '../../src/cache.js';
import { UsageError } from '../../src/errors.js';
import type { AptEnvironment } from '../../src/kernels/debian.js';
import { makePrivateApt } from './private-apt.js';

/** Debian's keys, in its package debian-archive-keyring, which Ubuntu has too: what is fetched is held against them. */
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
/** The release whose kernel the faults are written for. */
const SOURCES = [
  `deb [signed-by=${KEYRING}] http://deb.debian.org/debian bookworm main`,
  `deb [signed-by=${KEYRING}] http://deb.debian.org/debian-security bookworm-security main`,
];

/**
 * An apt that knows Debian's archive and nothing else.
 *
 * @throws UsageError where Debian's keys are missing
 */
export function debianArchive(): AptEnvironment {
  if (!existsSync(KEYRING)) {
    throw new UsageError(
      `the source of the lab kernels comes from Debian's archive, and ${KEYRING} is missing: install debian-archive-keyring, or run scripts/setup lab`,
    );
  }
  return makePrivateApt(path.join(cacheFolder(), 'lab/apt'), SOURCES);
}
