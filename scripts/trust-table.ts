/**
 * Prints the tables of docs/trust.md, out of the counts that the trust suite has left.
 *
 *     node build/scripts/trust-table.js
 */
import { readdirSync, readFileSync } from 'node:fs';
import { markdownTable } from 'markdown-table';
import { packageFile } from './package-file.js';

type Row = Readonly<Record<string, string | number>>;

interface Left {
  readonly part: string;
  readonly rows: readonly Row[];
}

const folder = packageFile('build/trust');
const left = readdirSync(folder)
  .sort()
  .map((name) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as Left);

/** The rows of a part as one table; of the faults one row for each place, one column for each fault. */
function tableOf(rows: readonly Row[]): string {
  const head = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = rows.map((row) => head.map((name) => String(row[name] ?? '')));
  return markdownTable([head, ...cells], { alignDelimiters: false, padding: true });
}

function byPlace(rows: readonly Row[]): Row[] {
  const places = [...new Set(rows.map(({ place }) => String(place)))].sort();
  return places.map((place) => {
    const own = rows.filter((row) => row.place === place);
    return { place, ...Object.fromEntries(own.map((row) => [row.fault, row['exit code'] ?? ''])) };
  });
}

for (const part of [...new Set(left.map((one) => one.part))]) {
  const rows = left.filter((one) => one.part === part).flatMap((one) => one.rows);
  process.stdout.write(`${part}\n\n${tableOf(part === 'faults' ? byPlace(rows) : rows)}\n\n`);
}
