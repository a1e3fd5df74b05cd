/**
 * Prints the tables of docs/filesystems.md, out of the list of filesystems.
 *
 *     node build/scripts/filesystems-table.js
 */
import { pathToFileURL } from 'node:url';
import { markdownTable } from 'markdown-table';
import type { Filesystem, Medium, Mode } from '../src/filesystems/filesystem.js';
import { chosenBy, filesystems, vmChoices } from '../src/filesystems/list.js';

const MEDIA: Readonly<Record<Medium, string>> = {
  pmem: 'on the emulated persistent memory',
  memory: "in the guest's memory",
  share: 'in a folder of the host, by QEMU',
};

/** The table, as Markdown. */
export function filesystemsTable(): string {
  const rows = Object.entries(filesystems).map(([name, one]: [string, Filesystem]) => {
    const made = one.notInVm === null ? MEDIA[one.medium] : `no: ${one.notInVm}`;
    return [name, wordFor(one, 'dax'), wordFor(one, 'page-cache'), made];
  });
  const head = ['filesystem', 'DAX', 'page cache', '`vm --fs`'];
  return markdownTable([head, ...rows], { alignDelimiters: false, padding: true });
}

/** The table of what `--fs` takes beside the names of filesystems, as Markdown. */
export function configurationsTable(): string {
  const rows = vmChoices
    .map(chosenBy)
    .filter(({ filesystem }) => filesystem.mkfs !== null)
    .map(({ name, configurationName, configuration }) => {
      const choice = configurationName === null ? name : `${name}:${configurationName}`;
      return [`\`${choice}\``, configuration.what];
    });
  return markdownTable([['`--fs`', 'what is made'], ...rows], { alignDelimiters: false });
}

function wordFor({ not }: Filesystem, mode: Mode): string {
  const why = not[mode];
  return why === undefined ? 'supported' : `no: ${why}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  process.stdout.write(`${filesystemsTable()}\n\n${configurationsTable()}\n`);
