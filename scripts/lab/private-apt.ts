/** An apt with sources and lists of its own, in a folder; that of the machine neither knows of it nor is changed. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { AptEnvironment } from '../../src/kernels/debian.js';
import { needTool } from '../../src/tools.js';

/**
 * Writes the configuration of a private apt (apt.conf(5), DIRECTORIES). What the machine's own configuration says
 * of proxies holds for it too.
 *
 * @param folder is made, and keeps what apt reads and writes
 * @param sources as in sources.list(5)
 * @returns what tells apt to be that one
 */
export function makePrivateApt(folder: string, sources: readonly string[]): AptEnvironment {
  const place = (name: string): string => path.join(folder, name);
  for (const below of ['lists/partial', 'archives/partial', 'no-sources'])
    mkdirSync(place(below), { recursive: true });
  writeFileSync(place('status'), '');
  writeFileSync(place('sources.list'), `${sources.join('\n')}\n`);
  const settings: Readonly<Record<string, string>> = {
    'Dir::State::lists': place('lists'),
    'Dir::State::status': place('status'),
    'Dir::Cache': folder,
    'Dir::Etc::sourcelist': place('sources.list'),
    'Dir::Etc::sourceparts': place('no-sources'),
    'Acquire::Languages': 'none',
    // The user that apt would fetch as cannot reach a folder in root's home.
    'APT::Sandbox::User': 'root',
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} "${value}";`);
  writeFileSync(place('apt.conf'), `${lines.join('\n')}\n`);
  return { APT_CONFIG: place('apt.conf') };
}

/**
 * Reads the package lists of a private apt anew.
 *
 * @throws UsageError where that fails, which then keeps the lists that it had
 */
export async function readPackageLists(apt: AptEnvironment): Promise<void> {
  const args = ['-q', 'update', '--error-on=any'];
  await needTool('reading package lists (apt-get update)', 'apt-get', args, { env: apt });
}
