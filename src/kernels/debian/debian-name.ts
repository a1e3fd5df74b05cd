/** The name behind `debian:`, taken apart: PACKAGE[=VERSION][/SUITE], as apt-get(8) writes each of them. */
import { UsageError } from '../../errors.js';
import type { AptEnvironment } from './private-apt.js';
import { aptOfSuite } from './suite.js';

export interface DebianName {
  /** PACKAGE, PACKAGE=VERSION, or a pattern. */
  readonly name: string;
  /** Null where the machine's own apt is meant. */
  readonly suite: string | null;
}

/** A package name and perhaps a version, as Debian Policy 5.6.1 and 5.6.12 spell them. */
const PACKAGE = /^[a-z0-9][a-z0-9+.-]+(?:=[A-Za-z0-9.+:~-]+)?$/;
/** A package name with `*` and `?` for any characters and any one character. */
const PATTERN = /^[a-z0-9][a-z0-9+.*?-]*$/;
/** As Debian names its suites: bullseye, bookworm-backports. */
const SUITE = /^[a-z][a-z0-9-]{0,63}$/;

/**
 * Takes a name apart.
 *
 * @throws UsageError where it cannot be the name of a package, or a pattern for names
 */
export function parseDebianName(text: string): DebianName {
  const slash = text.lastIndexOf('/');
  const name = slash < 0 ? text : text.slice(0, slash);
  const suite = slash < 0 ? null : text.slice(slash + 1);
  if (isPattern(name) && !PATTERN.test(name)) {
    throw new UsageError(
      `debian:${text} is no pattern for packages: write debian:linux-image-6.1*-cloud-amd64`,
    );
  }
  if (!isPattern(name) && !PACKAGE.test(name)) {
    throw new UsageError(
      `debian:${text} is no package name: write debian:linux-image-amd64, debian:PACKAGE=VERSION or debian:PACKAGE/SUITE`,
    );
  }
  if (suite !== null && !SUITE.test(suite)) {
    throw new UsageError(
      `debian:${text} names no suite: write one of Debian's behind the stroke, as in debian:linux-image-amd64/trixie`,
    );
  }
  return { name, suite };
}

/** Whether the name of a package is a pattern. */
export function isPattern(name: string): boolean {
  return /[*?[]/.test(name);
}

/** A name as it is written behind `debian:`. */
export function formatDebianName({ name, suite }: DebianName): string {
  return suite === null ? name : `${name}/${suite}`;
}

/**
 * The apt that knows a suite.
 *
 * @throws UsageError where Debian has no such suite, or cannot be reached
 */
export async function aptOf({ suite }: DebianName): Promise<AptEnvironment> {
  return suite === null ? {} : aptOfSuite(suite);
}
