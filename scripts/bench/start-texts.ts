/** What Node.js is started with in a guest: each script ends itself as soon as all its threads run. */
import { GuestPath } from '../../src/guest/order.js';

const { RUNTIME, TMP } = GuestPath;

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
