/** What apt's lists say of kernel packages, and which of them a pattern means. */
import { UsageError } from '../errors.js';
import { needTool, runTool } from '../tools.js';

export interface KnownPackage {
  readonly name: string;
  readonly version: string;
  /** It holds no kernel itself, but depends on the package that does. */
  readonly isMeta: boolean;
}

/** Package names (Debian Policy 5.6.1), and `*` and `?` for any characters and any one character. */
const PATTERN = /^[a-z0-9][a-z0-9+.*?-]*$/;

/** Whether the name of a package is a pattern. */
export function isPattern(name: string): boolean {
  return /[*?[]/.test(name);
}

/**
 * The kernels whose package names match a pattern, by apt's lists; meta-packages are left out, for the
 * kernels that they stand for match by themselves.
 *
 * @throws UsageError where none does
 */
export async function packagesMatching(pattern: string): Promise<KnownPackage[]> {
  if (!PATTERN.test(pattern)) {
    throw new UsageError(
      `debian:${pattern} is no pattern for packages: write debian:linux-image-6.1*-cloud-amd64`,
    );
  }
  const [prefix = ''] = pattern.split(/[*?]/);
  const names = await needTool('reading the package lists', 'apt-cache', ['pkgnames', prefix]);
  const expression = new RegExp(
    `^${pattern.replace(/[+.]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.')}$`,
  );
  const matching = names.split('\n').filter((name) => expression.test(name));
  const packages = matching.length === 0 ? [] : await knownPackages(matching);
  const kernels = packages.filter(({ isMeta }) => !isMeta);
  if (kernels.length === 0) {
    throw new UsageError(
      `no kernel that apt knows matches debian:${pattern}: check the pattern, or run apt-get update first`,
    );
  }
  return kernels;
}

/**
 * What apt knows of packages.
 *
 * @param names PACKAGE or PACKAGE=VERSION; those that apt does not know are left out
 */
export async function knownPackages(names: readonly string[]): Promise<KnownPackage[]> {
  const args = ['show', '--no-all-versions', ...names];
  const { stdout } = await runTool('apt-cache', args);
  return stdout.split(/\n\n+/).flatMap((stanza) => {
    const name = /^Package: (.+)$/m.exec(stanza)?.[1];
    const version = /^Version: (.+)$/m.exec(stanza)?.[1];
    if (name === undefined || version === undefined) return [];
    return [{ name, version, isMeta: /^Depends: .*\blinux-image-/m.test(stanza) }];
  });
}
