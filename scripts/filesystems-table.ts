/**
 * Prints the table of docs/filesystems.md, out of the list of filesystems.
 *
 *     node build/scripts/filesystems-table.js
 */
import { pathToFileURL } from 'node:url';
import { markdownTable } from 'markdown-table';
import { type Filesystem, filesystems, type Mode, type Place } from '../src/guest/filesystems.js';

const PLACES: Readonly<Record<Place, string>> = {
  pmem: 'on the emulated persistent memory',
  memory: "in the guest's memory",
  share: 'in a folder of the host, by QEMU',
};

/** The table, as Markdown. */
export function filesystemsTable(): string {
  const rows = Object.entries(filesystems).map(([name, one]: [string, Filesystem]) => {
    const made = one.notInVm === null ? PLACES[one.place] : `no: ${one.notInVm}`;
    return [name, wordFor(one, 'dax'), wordFor(one, 'page-cache'), made];
  });
  const head = ['filesystem', 'DAX', 'page cache', '`vm --fs`'];
  return markdownTable([head, ...rows], { alignDelimiters: false, padding: true });
}

function wordFor({ not }: Filesystem, mode: Mode): string {
  const why = not[mode];
  return why === undefined ? 'supported' : `no: ${why}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  process.stdout.write(`${filesystemsTable()}\n`);
