/** What apt's lists say of kernel packages, and which of them a pattern means. */
import { UsageError } from '../../errors.js';
import { needTool, runTool } from '../../tools.js';
import { type DebianName, formatDebianName } from './debian-name.js';
import type { AptEnvironment } from './private-apt.js';

export interface KnownPackage {
  readonly name: string;
  readonly version: string;
  /** It holds no kernel itself, but depends on the package that does. */
  readonly isMeta: boolean;
}

/**
 * The kernels whose package names match a pattern, by apt's lists; meta-packages are left out, for the
 * kernels that they stand for match by themselves.
 *
 * @param env which apt to ask, as for fetchDeb
 * @throws UsageError where none does
 */
export async function packagesMatching(
  asked: DebianName,
  env: AptEnvironment,
): Promise<KnownPackage[]> {
  const { name: pattern, suite } = asked;
  const [prefix = ''] = pattern.split(/[*?]/);
  const args = ['pkgnames', prefix];
  const names = await needTool('reading the package lists', 'apt-cache', args, { env });
  const expression = new RegExp(
    `^${pattern.replace(/[+.]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.')}$`,
  );
  const matching = names.split('\n').filter((name) => expression.test(name));
  const packages = matching.length === 0 ? [] : await knownPackages(matching, env);
  const kernels = packages.filter(({ isMeta }) => !isMeta);
  if (kernels.length === 0) {
    const cure = suite === null ? ', or run apt-get update first' : ' and the suite';
    throw new UsageError(
      `no kernel that apt knows matches debian:${formatDebianName(asked)}: check the pattern${cure}`,
    );
  }
  return kernels;
}

/**
 * What apt knows of packages.
 *
 * @param names PACKAGE or PACKAGE=VERSION; those that apt does not know are left out
 */
export async function knownPackages(
  names: readonly string[],
  env: AptEnvironment = {},
): Promise<KnownPackage[]> {
  const args = ['show', '--no-all-versions', ...names];
  const { stdout } = await runTool('apt-cache', args, { env });
  return stdout.split(/\n\n+/).flatMap((stanza) => {
    const name = /^Package: (.+)$/m.exec(stanza)?.[1];
    const version = /^Version: (.+)$/m.exec(stanza)?.[1];
    if (name === undefined || version === undefined) return [];
    return [{ name, version, isMeta: /^Depends: .*\blinux-image-/m.test(stanza) }];
  });
}
