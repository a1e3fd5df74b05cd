/** What Node.js is started with in a guest: each script ends itself as soon as all its threads run. */
import { InitProgram } from '../../src/guest/init-programs.js';
import { GuestPath } from '../../src/guest/order.js';

const { NODE, RUNTIME, TMP } = GuestPath;

/** By the names of their files. */
export const START_TEXTS = {
  'script.cjs': 'process.reallyExit(0);',
  'module.mjs': 'process.reallyExit(0);',
  'thread.cjs': threads(1),
  'threads.cjs': threads(2),
  'up.cjs': "require('node:worker_threads').parentPort.postMessage(0); setInterval(() => 0, 1000);",
};

function threads(count: number): string {
  return `const { Worker } = require('node:worker_threads');
let up = 0;
for (let started = 0; started < ${count}; started++)
  new Worker('${TMP}/up.cjs').on('message', () => ++up === ${count} && process.reallyExit(0));`;
}

/** Lines that copy files of the guest's own root to where the runtime sees them. */
export function copyLines(files: readonly string[]): string[] {
  return files.map((file) => `cp /${file} ${RUNTIME}${TMP}/${file}`);
}

/**
 * A line that starts Node.js, and is heard to say what that took.
 *
 * @param words those behind node
 * @param told what is said, as time of busybox takes it (-f)
 */
export function timedStart(words: string, told: string): string {
  return `/bin/busybox time -f '${told}' ${InitProgram.IN_RUNTIME} ${NODE} ${words} 2>&3 > /dev/null`;
}
