/** An apt with sources and lists of its own, in a folder; that of the machine neither knows of it nor is changed. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { needTool } from '../../tools.js';

/** What makes apt another than the machine's: $APT_CONFIG (apt.conf(5)). */
export type AptEnvironment = Readonly<{ APT_CONFIG?: string }>;

/** Another process may be reading the same lists: apt-get itself gives up at once. */
const LISTS_WAIT_SECONDS = 300;

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
  writeUnlessSame(place('status'), '');
  writeUnlessSame(place('sources.list'), `${sources.join('\n')}\n`);
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
  writeUnlessSame(place('apt.conf'), `${lines.join('\n')}\n`);
  return { APT_CONFIG: place('apt.conf') };
}

/** Another process may be reading the file at this moment: it must never see half of it. */
function writeUnlessSame(file: string, text: string): void {
  try {
    if (readFileSync(file, 'utf8') === text) return;
  } catch {
    // Not there yet.
  }
  writeFileSync(`${file}.${process.pid}`, text);
  renameSync(`${file}.${process.pid}`, file);
}

/**
 * Reads the package lists of a private apt anew.
 *
 * @throws UsageError where that fails, which then keeps the lists that it had
 */
export async function readPackageLists(apt: AptEnvironment): Promise<void> {
  const lock = ['--timeout', `${LISTS_WAIT_SECONDS}`, `${apt.APT_CONFIG}`];
  const update = ['apt-get', '-q', 'update', '--error-on=any'];
  await needTool('reading package lists (apt-get update)', 'flock', [...lock, ...update], {
    env: apt,
  });
}
