/** What apt's lists say of kernel packages, and which of them a pattern means. */
import { UsageError } from '../../errors.js';
import { needTool, runTool } from '../../tools.js';
import { parseStanza } from '../archives/control.js';
import { holdsNoImage } from '../archives/label.js';
import type { Dependency, PackageLabel } from '../archives/package-label.js';
import { type DebianName, formatDebianName } from './debian-name.js';
import type { AptEnvironment } from './private-apt.js';

/**
 * The kernels whose package names match a pattern, by apt's lists. Meta-packages are left out, for the kernels that
 * they stand for match by themselves, and so are parts of kernels and what is none.
 *
 * @param env which apt to ask, as for fetchDeb
 * @throws UsageError where none does
 */
export async function packagesMatching(
  asked: DebianName,
  env: AptEnvironment,
): Promise<PackageLabel[]> {
  const { name: pattern, suite } = asked;
  const [prefix = ''] = pattern.split(/[*?]/);
  const args = ['pkgnames', prefix];
  const names = await needTool('reading the package lists', 'apt-cache', args, { env });
  const expression = new RegExp(
    `^${pattern.replace(/[+.]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.')}$`,
  );
  const matching = names.split('\n').filter((name) => expression.test(name));
  const packages = (await knownPackages(matching, env)).filter((one) => imageOfMeta(one) === null);
  const parts = new Set(packages.flatMap(({ depends }) => depends.map((one) => one.name)));
  const kernels = packages.filter(({ name }) => !holdsNoImage(name) && !parts.has(name));
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
): Promise<PackageLabel[]> {
  if (names.length === 0) return [];
  const args = ['show', '--no-all-versions', ...names];
  // For a name that other packages only mention it says nothing, and of one that it does not know it complains.
  const { stdout } = await runTool('apt-cache', args, { env });
  return stdout.split(/\n\n+/).flatMap((stanza) => parseStanza(stanza) ?? []);
}

/** The kernel that a package stands for, null where it is none: a meta-package holds nothing, and depends on a kernel. */
export function imageOfMeta({ depends }: PackageLabel): Dependency | null {
  return depends.find((one) => /^linux-image-/.test(one.name)) ?? null;
}
