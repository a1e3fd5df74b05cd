/** The picture of the house in docs/architecture.md, held against what the files import. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import t from 'tap';
import ts from 'typescript';
import { packageFile } from '../scripts/package-file.js';

const SRC = packageFile('src');

/** The rooms from the top floor down: the first word of each line of the first picture. */
const rooms = (
  /^```text\n([\s\S]*?)^```/m.exec(
    readFileSync(packageFile('docs/architecture.md'), 'utf8'),
  )?.[1] ?? ''
)
  .trim()
  .split('\n')
  .map((line) => line.split(/\s+/)[0] ?? '');

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);

/** The room of a file: the longest one above it, `src` for what lies in none. */
function roomOf(file: string): string {
  const above = rooms.filter((room) => file.startsWith(`${room}/`));
  return above.sort((one, other) => other.length - one.length)[0] ?? 'src';
}

/** What a file of src/ imports of src/, types as well. */
function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(path.join(SRC, file), 'utf8'));
  return importedFiles
    .filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName }) => path.join(path.dirname(file), fileName.replace(/\.js$/, '.ts')));
}

const imports = new Map(files.map((file) => [file, importsOf(file)]));

t.test('the picture names each room, and no other', async (t) => {
  const folders = files
    .map((file) => file.split('/')[0] ?? '')
    .filter((one) => /^[a-z-]+$/.test(one));
  const named = new Set(rooms.map((room) => room.split('/')[0]));
  t.same(
    [...new Set(folders)].filter((folder) => !named.has(folder)),
    [],
    'add it where its imports point down',
  );
  const used = new Set(files.map(roomOf));
  t.same(
    rooms.filter((room) => !used.has(room)),
    [],
    'a room without a file',
  );
});

/** What lies in no room is beside the lowest two: it may look at them, and they at it, though never in a circle. */
function mayLookUp(file: string, imported: string): boolean {
  return roomOf(file) === 'src' && ['native', 'result'].includes(roomOf(imported));
}

t.test('no arrow points up', async (t) => {
  const floor = (file: string) => rooms.indexOf(roomOf(file));
  const upward = [...imports].flatMap(([file, imported]) =>
    imported
      .filter((one) => floor(one) < floor(file) && !mayLookUp(file, one))
      .map((one) => `${file} imports ${one}`),
  );
  t.same(upward, []);
  t.ok([...imports.values()].flat().length > files.length, 'and there are arrows');
});

t.test('no files import each other in a circle', async (t) => {
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, above: readonly string[]): void => {
    if (above.includes(file)) circles.push([...above.slice(above.indexOf(file)), file].join(' → '));
    if (done.has(file) || above.includes(file)) return;
    for (const one of imports.get(file) ?? []) visit(one, [...above, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  t.same(circles, []);
});

t.test(
  'a worker loads nothing but the race below its story, scenarios, native and errors',
  async (t) => {
    const { metafile } = await build({
      absWorkingDir: packageFile('.'),
      entryPoints: ['src/race/threads/race.worker.ts'],
      ...{ bundle: true, write: false, metafile: true, packages: 'external', platform: 'node' },
      ...{ format: 'esm', outdir: 'out', logLevel: 'warning' },
    });
    const loaded = Object.keys(metafile.inputs).map((file) => file.replace(/^src\//, ''));
    const may =
      /^(?:race\/(?:threads|oracle|counts|strategies|changes|places)|scenarios|native)\/|^errors\.ts$/;
    t.same(
      loaded.filter((file) => !may.test(file)),
      [],
    );
    t.ok(loaded.length > 20);
  },
);

/** Larger ones say in their first lines why. */
const LINES_LIMIT = 200;

t.test('no file of the race is longer than two screens can hold', async (t) => {
  const long = files
    .filter((file) => file.startsWith('race/') || file.startsWith('scenarios/'))
    .filter(
      (file) => readFileSync(path.join(SRC, file), 'utf8').split('\n').length - 1 > LINES_LIMIT,
    );
  t.same(long, []);
});
