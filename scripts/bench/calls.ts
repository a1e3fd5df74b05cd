/**
 * Measures what an attempt calls, by each of the ways that Node.js has for it, in a directory: one write(2) of a page,
 * and one load of a byte from a mapping whose pages are there.
 *
 * node build/scripts/bench/calls.js DIR
 */
import { closeSync, openSync, unlinkSync, writeSync } from 'node:fs';
import path from 'node:path';
import { Pages } from '../../src/native/io.js';
import { addressOf, unmap } from '../../src/native/libc.js';
import { koffiMapper, mmapIoMapper } from '../../src/native/mapper.js';
import { mapShared } from '../../src/native/mmap.js';
import { PAGE_BYTES } from '../../src/native/page-sizes.js';
import { Peek } from '../../src/native/peek.js';
import { Loads } from '../../src/race/oracle/loads.js';

const CALLS = 200_000;
const WARM_UP_CALLS = 20_000;
const PAGES = 1024;

/** Nanoseconds of one call, which is told an offset in the file. What it gives is added up: else nothing need be loaded. */
function measure(call: (offsetBytes: number) => number): number {
  const run = (calls: number): number => {
    let sum = 0;
    for (let n = 0; n < calls; n++) sum += call((n % PAGES) * PAGE_BYTES);
    return sum;
  };
  const warm = run(WARM_UP_CALLS);
  const startedMs = performance.now();
  const sum = run(CALLS);
  const nanoseconds = ((performance.now() - startedMs) * 1e6) / CALLS;
  if (Number.isNaN(warm + sum)) throw new Error('a call gave no number');
  return nanoseconds;
}

function report(what: string, ways: Readonly<Record<string, (offsetBytes: number) => number>>) {
  const figures = Object.entries(ways).map(
    ([name, call]) => `${name} ${measure(call).toFixed(1)} ns`,
  );
  process.stdout.write(`${what}: ${figures.join(', ')}\n`);
}

const file = path.join(process.argv[2] ?? '.', 'holerace-calls');
const fd = openSync(file, 'wx+');
unlinkSync(file);
const page = new Pages(PAGE_BYTES);
report('write(2) of a page', {
  'fs.writeSync': (offset) => writeSync(fd, page.bytes, 0, PAGE_BYTES, offset),
  'pwrite(2) through koffi': (offset) => {
    page.write(fd, offset);
    return 0;
  },
});
const mapping = mapShared(fd, 0, PAGES * PAGE_BYTES);
const loads = new Loads({ fd, mapping, writable: false, peek: null, advise: () => undefined });
const view = new DataView(mapping.buffer, mapping.byteOffset, mapping.length);
const peek = new Peek(addressOf(mapping));
report('a load of a byte', {
  'Buffer[]': (offset) => mapping[offset] as number,
  'Buffer.readUInt8': (offset) => mapping.readUInt8(offset),
  'DataView.getUint8': (offset) => view.getUint8(offset),
  'Atomics.load': (offset) => loads.byteAt(offset),
  'pwrite(2) from it': (offset) => peek.byteAt(offset),
});
peek.close();
unmap(mapping);

/** What a load takes in a mapping of each mapper, one after the other, again and again: the best of each counts. */
const ROUNDS = 5;
const mapped = [mmapIoMapper(), koffiMapper()].map(({ map }) =>
  map(fd, 0, PAGES * PAGE_BYTES, false),
);
const best = mapped.map(() => Number.POSITIVE_INFINITY);
for (let round = 0; round < ROUNDS; round++) {
  for (const [index, one] of mapped.entries()) {
    const bytes = new Uint8Array(one.buffer, one.byteOffset, one.length);
    const nanoseconds = measure((offset) => Atomics.load(bytes, offset));
    best[index] = Math.min(best[index] ?? nanoseconds, nanoseconds);
  }
}
const [throughMmapIo = 0, throughKoffi = 0] = best;
process.stdout.write(
  `a load of a byte, mapped through koffi: ${(throughKoffi / throughMmapIo).toFixed(2)} times what it takes mapped by mmap-io\n`,
);
for (const one of mapped) unmap(one);
closeSync(fd);
