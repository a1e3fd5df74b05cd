/**
 * Measures one write(2) of a page by each of the ways that Node.js has for it, in a directory.
 *
 * node build/scripts/bench/calls.js DIR
 */
import { closeSync, openSync, unlinkSync, writeSync } from 'node:fs';
import path from 'node:path';
import { Pages } from '../../src/native/io.js';
import { PAGE_BYTES } from '../../src/scenarios/scenario.js';

const CALLS = 200_000;
const WARM_UP_CALLS = 20_000;
const PAGES = 1024;

/** Nanoseconds of one call. */
function measure(call: (offsetBytes: number) => void): number {
  const run = (calls: number): void => {
    for (let n = 0; n < calls; n++) call((n % PAGES) * PAGE_BYTES);
  };
  run(WARM_UP_CALLS);
  const startedMs = performance.now();
  run(CALLS);
  return ((performance.now() - startedMs) * 1e6) / CALLS;
}

const file = path.join(process.argv[2] ?? '.', 'holerace-calls');
const fd = openSync(file, 'wx+');
unlinkSync(file);
const page = new Pages(PAGE_BYTES);
const node = measure((offset) => writeSync(fd, page.bytes, 0, PAGE_BYTES, offset));
const koffi = measure((offset) => page.write(fd, offset));
closeSync(fd);
process.stdout.write(
  `fs.writeSync ${node.toFixed(0)} ns, pwrite(2) through koffi ${koffi.toFixed(0)} ns\n`,
);
