/** Mappings: what they show, what can be stored through them, and that they go when nobody needs them. */
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  cpSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import v8 from 'node:v8';
import vm from 'node:vm';
import fc from 'fast-check';
import t from 'tap';
import { addressOf, mapAgain, unmap } from '../../src/native/libc.js';
import { MAPPING_VARIABLE } from '../../src/native/mapping-variable.js';
import {
  forbidHugePages,
  forbidReadahead,
  MAP_LIMIT_BYTES,
  mappingHere,
  mapShared,
  PAGE_SIZE_BYTES,
} from '../../src/native/mmap.js';
import { flagsOfMapping } from '../../src/target/dax-proof.js';
import { alsoThroughKoffi } from '../fixtures/through-koffi.js';

const PAGES = 8;
/** Looks at what is mapped still: each lets the garbage collector's callbacks run before it. */
const LOOKS_LIMIT = 1000;

const folder = t.testdir();
const file = path.join(folder, 'file');
const fd = openSync(file, 'w+');
ftruncateSync(fd, PAGES * PAGE_SIZE_BYTES);
t.teardown(() => closeSync(fd));

const maps = (): string[] =>
  readFileSync('/proc/self/maps', 'utf8')
    .split('\n')
    .filter((line) => line.endsWith(file));
const inFile = (offsetBytes: number): number | undefined => {
  const byte = Buffer.alloc(1);
  readSync(fd, byte, 0, 1, offsetBytes);
  return byte[0];
};

t.test('what is written shows, what is stored is in the file', async (t) => {
  const page = fc.integer({ min: 0, max: PAGES - 1 });
  const cases = fc.record({
    range: fc.tuple(page, page).map(([one, other]) => [Math.min(one, other), Math.max(one, other)]),
    at: fc.nat(PAGE_SIZE_BYTES - 1),
    byte: fc.integer({ min: 1, max: 255 }),
    writable: fc.boolean(),
  });
  fc.assert(
    fc.property(cases, ({ range: [first = 0, last = 0], at, byte, writable }) => {
      const from = first * PAGE_SIZE_BYTES;
      const mapping = mapShared(fd, from, (last - first + 1) * PAGE_SIZE_BYTES, writable);
      const place = mapping.length - PAGE_SIZE_BYTES + at;
      writeSync(fd, Buffer.from([byte]), 0, 1, from + place);
      const shown = Atomics.load(new Uint8Array(mapping.buffer, mapping.byteOffset), place);
      if (writable) mapping[place] = byte ^ 255;
      const left = inFile(from + place);
      unmap(mapping);
      return shown === byte && left === (writable ? byte ^ 255 : byte) && mapping[place] === 0;
    }),
  );
  t.pass('of any range, with and without stores');
});

t.test('it is mapped again in place, and let go', async (t) => {
  const mapping = mapShared(fd, PAGE_SIZE_BYTES, 2 * PAGE_SIZE_BYTES);
  const address = addressOf(mapping);
  mapAgain(mapping, fd, 0);
  writeSync(fd, Buffer.from([7]), 0, 1, 5);
  t.equal(mapping[5], 7, 'from another offset now');
  t.equal(addressOf(mapping), address);
  t.equal(maps().length, 1);
  unmap(mapping);
  t.same(maps(), []);
  t.equal(mapping[5], 0);
});

t.test('advice reaches the kernel', async (t) => {
  const mapping = mapShared(fd, 0, PAGE_SIZE_BYTES);
  const flags = () =>
    flagsOfMapping(readFileSync('/proc/self/smaps', 'utf8'), addressOf(mapping)).filter((flag) =>
      ['rr', 'nh'].includes(flag),
    );
  t.same(flags(), []);
  forbidHugePages(mapping);
  forbidReadahead(mapping);
  t.same(flags().sort(), ['nh', 'rr']);
  unmap(mapping);
});

t.test('the garbage collector unmaps what nobody can reach', async (t) => {
  v8.setFlagsFromString('--expose-gc');
  const collect = vm.runInNewContext('gc') as () => void;
  const forget = (): void => {
    for (let n = 0; n < 3; n++) mapShared(fd, 0, PAGE_SIZE_BYTES);
  };
  forget();
  const kept = mapShared(fd, PAGE_SIZE_BYTES, PAGE_SIZE_BYTES).subarray(10, 20);
  t.equal(maps().length, 4);
  for (let looks = 0; looks < LOOKS_LIMIT && maps().length > 1; looks++) {
    collect();
    await setImmediate();
  }
  t.equal(maps().length, 1, 'all but the one of which a part is kept');
  t.equal(kept[0], inFile(PAGE_SIZE_BYTES + 10));
});

t.test('what cannot be mapped is an error', async (t) => {
  t.throws(() => mapShared(fd, 0, MAP_LIMIT_BYTES + 1), RangeError);
  t.throws(() => mapShared(fd, MAP_LIMIT_BYTES, 1), RangeError);
  t.throws(() => mapShared(-1, 0, PAGE_SIZE_BYTES), Error);
  const readOnly = openSync(file, 'r');
  t.teardown(() => closeSync(readOnly));
  t.throws(() => mapShared(readOnly, 0, PAGE_SIZE_BYTES, true), Error);
});

/** What a program of its own says that maps files there. */
function mappingIn(build: string, asked: string | undefined) {
  const module = JSON.stringify(path.join(build, 'native/mmap.js'));
  const script = `import(${module}).then(({ mappingHere }) => console.log(JSON.stringify(mappingHere())))`;
  const { [MAPPING_VARIABLE]: _, ...env } = process.env;
  if (asked !== undefined) env[MAPPING_VARIABLE] = asked;
  return spawnSync(process.execPath, ['-e', script], { encoding: 'utf8', env });
}

t.test('mmap-io wherever it can be loaded, else koffi', async (t) => {
  const build = fileURLToPath(new URL('../../src', import.meta.url));
  const { stdout } = mappingIn(build, 'koffi');
  t.same(JSON.parse(stdout), { mapping: 'koffi', why: 'HOLERACE_MAPPING asks for it' });
  t.match(mappingIn(build, 'mmap').stderr, /HOLERACE_MAPPING is mmap: set it to mmap-io or koffi/);
  t.equal(mappingHere().mapping === 'koffi', process.env[MAPPING_VARIABLE] === 'koffi');

  // Outside of the repository, whose node_modules would be found.
  const other = mkdtempSync(path.join(tmpdir(), 'holerace-mapping-'));
  t.teardown(() => rmSync(other, { recursive: true }));
  const modules = path.join(other, 'node_modules');
  const binary = path.join(modules, 'mmap-io/build/Release/mmap_io.node');
  for (const name of ['native', 'errors.js'])
    cpSync(path.join(build, name), path.join(other, name), { recursive: true });
  writeFileSync(path.join(other, 'package.json'), '{"type":"module"}');
  mkdirSync(modules);
  for (const name of ['koffi', '@koromix'])
    symlinkSync(path.join(build, '../../node_modules', name), path.join(modules, name));
  const why = () => JSON.parse(mappingIn(other, '').stdout);
  t.match(why(), { mapping: 'koffi', why: /cannot be loaded: Cannot find module 'mmap-io/ });
  mkdirSync(path.dirname(binary), { recursive: true });
  writeFileSync(path.join(modules, 'mmap-io/package.json'), '{}');
  t.match(why(), { mapping: 'koffi', why: /cannot be loaded: it has not been compiled/ });
  // As one for another Node.js, or another machine, fails.
  writeFileSync(binary, 'nothing');
  t.match(why(), { mapping: 'koffi', why: /cannot be loaded: .*mmap_io\.node/ });
  t.match(mappingIn(other, 'mmap-io').stderr, /asks for mmap-io, which cannot be loaded .*: run /);
});

alsoThroughKoffi(t, import.meta.url);
