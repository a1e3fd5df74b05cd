/**
 * A strategy, a kind of place, a change and a scenario that holerace does not have: each is one file and one line in
 * its list, in a copy of the built program, which then races them.
 */
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import t from 'tap';
import { packageFile } from '../../scripts/package-file.js';
import { resultSchema } from '../../src/result/result.js';

const ATTEMPTS = 40;

/** What each room is given: the text of the file, and where its line goes in the list. */
const TOYS = {
  'race/places': {
    text: "import { sparse } from './sparse.js';\nexport const toy = { ...sparse, isByNature: false, words: 'toy places' };",
    list: ['const LIST = {', "const LIST = { 'toy-place': toy,"],
  },
  'race/changes': {
    text: "import { write } from './write.js';\nexport const toy = { ...write };",
    list: ['const LIST = {', "const LIST = { 'toy-change': toy,"],
  },
  'race/strategies': {
    text: "import { RACING } from './strategy.js';\nexport const toy = { ...RACING, about: 'a toy' };",
    list: ['const LIST = {', "const LIST = { 'toy-strategy': toy,"],
  },
  scenarios: {
    text: `export const toy = {
  id: 'toy-race', summary: 'a toy', commits: ['13e451fdc1af'], attemptsByDefault: null, core: false,
  steps: [{
    pageBytes: 4096, strideBytes: 4096, places: 64, meeting: 'at-once',
    place: 'toy-place', change: 'toy-change',
  }],
};`,
    list: ['export const scenarios = [', 'export const scenarios = [toy,'],
  },
} as const;

t.test('one file and one line are enough for each', async (t) => {
  const folder = t.testdir({ target: {} });
  for (const name of ['build/src', 'package.json'])
    cpSync(packageFile(name), path.join(folder, name), { recursive: true });
  symlinkSync(packageFile('node_modules'), path.join(folder, 'node_modules'));
  for (const [room, { text, list }] of Object.entries(TOYS)) {
    const at = (file: string) => path.join(folder, 'build/src', room, file);
    mkdirSync(path.dirname(at('toy.js')), { recursive: true });
    writeFileSync(at('toy.js'), text);
    const before = readFileSync(at('list.js'), 'utf8');
    t.equal(before.split(list[0]).length, 2, `the list of ${room}`);
    const line = before.replace(list[0], list[1]);
    writeFileSync(at('list.js'), `import { toy } from './toy.js';\n${line}`);
  }
  const json = path.join(folder, 'result.json');
  const words = ['run', path.join(folder, 'target'), '--expect', 'any', '--scenario', 'toy-race'];
  const plan = ['--strategy', 'toy-strategy', '--attempts', `${ATTEMPTS}`, '--seconds', '60'];
  const main = path.join(folder, 'build/src/cli/bin.js');
  const { exitCode, stderr } = await execa(
    process.execPath,
    [main, ...words, ...plan, '--json', json],
    { reject: false },
  );
  t.equal(exitCode, 125, stderr);
  const [scenario] = resultSchema.parse(JSON.parse(readFileSync(json, 'utf8'))).scenarios;
  t.match(scenario, { id: 'toy-race', attempts: ATTEMPTS, stale: 0 });
  t.match(scenario?.strategies, [{ id: 'toy-strategy', delay: 'spins', attempts: ATTEMPTS }]);
  const gate = (id: string) => scenario?.gates.find((one) => one.id === id);
  t.match(gate('extents')?.detail, /rounds began on toy places and left data/);
  t.match(gate('every-strategy')?.detail, /\d+ by toy-strategy/);
});
