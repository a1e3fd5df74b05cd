/** Loads that get SIGBUS: those from a watched mapping end, any other ends the process as it always did. */
import { spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { mapPageAgain, unmap } from '../../src/native/libc.js';
import { mapShared } from '../../src/native/mmap.js';
import { PAGE_BYTES } from '../../src/native/page-sizes.js';
import { SigbusCount } from '../../src/native/sigbus.js';

const PAGES = 4;

function mapped(folder: string): { fd: number; mapping: Buffer } {
  const fd = openSync(path.join(folder, 'file'), 'w+');
  writeSync(fd, Buffer.alloc(PAGE_BYTES, 5), 0, PAGE_BYTES, 0);
  return { fd, mapping: mapShared(fd, 0, PAGES * PAGE_BYTES) };
}

t.test('a load behind the end of the file ends, and is counted', async (t) => {
  const { fd, mapping } = mapped(t.testdir());
  const other = mapped(t.testdir({ other: {} }));
  const [count, second] = [new SigbusCount(mapping), new SigbusCount(other.mapping)];
  t.equal(Atomics.load(mapping, 7), 5);
  t.equal(count.hasNew(), false);
  t.equal(Atomics.load(mapping, PAGE_BYTES + 7), 0);
  t.equal(count.hasNew(), true);
  t.equal(count.hasNew(), false, 'it is told once');
  t.equal(second.hasNew(), false, 'and for its own mapping');
  t.equal(mapping.compare(Buffer.alloc(2 * PAGE_BYTES), 0, 2 * PAGE_BYTES, 2 * PAGE_BYTES), 0);
  t.equal(count.hasNew(), true, 'whoever loads, by whatever call');
  t.equal(Atomics.load(other.mapping, PAGE_BYTES), 0);
  t.equal(second.hasNew(), true);
  ftruncateSync(fd, PAGES * PAGE_BYTES);
  writeSync(fd, Buffer.alloc(1, 9), 0, 1, PAGE_BYTES + 7);
  t.equal(Atomics.load(mapping, PAGE_BYTES + 7), 0, 'the page of zeros stays');
  mapPageAgain(mapping, PAGE_BYTES, fd, 0);
  t.equal(Atomics.load(mapping, PAGE_BYTES + 7), 9, 'until it is mapped anew');
  t.equal(count.hasNew(), false);
  count.close();
  second.close();
  const third = new SigbusCount(mapping);
  third.close();
  for (const one of [mapping, other.mapping]) unmap(one);
  for (const one of [fd, other.fd]) closeSync(one);
});

const OTHER_LOADS = `
  import { openSync, writeFileSync } from 'node:fs';
  const [, native, file] = process.argv;
  const { mapShared } = await import(native + '/mmap.js');
  const { SigbusCount } = await import(native + '/sigbus.js');
  writeFileSync(file, 'x');
  const fd = openSync(file, 'r');
  const watched = mapShared(fd, 0, ${2 * PAGE_BYTES});
  const count = new SigbusCount(watched);
  watched[${PAGE_BYTES}];
  const other = mapShared(fd, 0, ${2 * PAGE_BYTES});
  process.stdout.write(String(count.hasNew()));
  other[${PAGE_BYTES}];
  process.stdout.write(' survived');
`;

t.test('a load from any other mapping ends the process', async (t) => {
  const file = path.join(t.testdir(), 'file');
  const native = path.join(import.meta.dirname, '../../src/native');
  const args = ['--input-type=module', '-e', OTHER_LOADS, native, file];
  const { signal, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  t.equal(stdout, 'true', stderr);
  t.equal(signal, 'SIGBUS');
});
