/** Debian's archive, for machines whose own apt does not know the kernel's source: Ubuntu, and other releases of Debian. */
import path from 'node:path';
import { cacheFolder } from '../../src/files/cache.js';
import { type AptEnvironment, makePrivateApt } from '../../src/kernels/debian/private-apt.js';
import { suiteSources } from '../../src/kernels/debian/suite.js';

/**
 * An apt that knows one suite of Debian's archive and nothing else.
 *
 * @throws UsageError where Debian's keys are missing
 */
export function debianArchive(suite: string): AptEnvironment {
  return makePrivateApt(path.join(cacheFolder(), 'lab/apt', suite), suiteSources(suite));
}
