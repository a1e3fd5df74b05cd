/**
 * Measures what the start of Node.js costs in a guest, and what its choices are worth there: all of them in turn in one
 * boot, by the seconds of cpus that a process has taken until it ends itself.
 *
 * node build/scripts/bench/node-start.js --kernel K [--rounds N]
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { makeScratch } from '../../src/files/scratch.js';
import { filesystemOrder } from '../../src/filesystems/order.js';
import { GuestPath } from '../../src/guest/order.js';
import { needTool } from '../../src/tools.js';
import { bootGuest, repeatedly } from './guest-boot.js';
import { orderOf } from './guest-runs.js';
import { median } from './median.js';
import { copyLines, START_TEXTS, timedStart } from './start-texts.js';

const CPUS = 2;
/** Of one round on a busy host, and of the boot. */
const LIMIT_SECONDS = 600;

const { PROGRAM, RUNTIME, TMP } = GuestPath;
const BUNDLES = path.dirname(PROGRAM);

/** A start from a snapshot of one's own does what the script does. */
const SNAPSHOT = 'script.blob';
const SNAPSHOT_TEXT =
  "require('node:v8').startupSnapshot.setDeserializeMainFunction(() => process.reallyExit(0));";

const BY_SNAPSHOT = 'a snapshot';
/** What Node.js says where it does not take one, as of a machine with another processor. */
const REFUSAL = /startup snapshot because .*/;

/** What each is called, and the words behind node. */
const STARTS = [
  ['a script', `${TMP}/script.cjs`],
  [BY_SNAPSHOT, `--snapshot-blob ${TMP}/${SNAPSHOT}`],
  ['a module', `${TMP}/module.mjs`],
  ['one thread', `${TMP}/thread.cjs`],
  ['two threads', `${TMP}/threads.cjs`],
  ['two, --v8-pool-size=0', `--v8-pool-size=0 ${TMP}/threads.cjs`],
  ['two, --single-threaded-gc', `--single-threaded-gc ${TMP}/threads.cjs`],
  ['two, --no-flush-bytecode', `--no-flush-bytecode ${TMP}/threads.cjs`],
  ['two, --jitless', `--jitless ${TMP}/threads.cjs`],
  ['bundle, code cache', `${BUNDLES}/race.worker.js`],
  ['bundle, no code cache', `${TMP}/guest/race.worker.js`],
] as const;

const args = yargs(hideBin(process.argv))
  .option('kernel', { type: 'string', demandOption: true })
  .option('rounds', { type: 'number', default: 5 })
  .strict()
  .parseSync();

let refusal: string | null = null;
const taken = new Map(STARTS.map(([name]): [string, number[]] => [name, []]));
const scratch = makeScratch('bench');
try {
  const { folder } = scratch;
  const snapshot = await makeSnapshot(folder);
  await bootGuest({
    ...{ kernel: args.kernel, cpus: CPUS, folder, programs: { [SNAPSHOT]: snapshot } },
    order: orderOf('stagger', 1, await filesystemOrder('ext4')),
    texts: START_TEXTS,
    script: [
      ...copyLines([SNAPSHOT, ...Object.keys(START_TEXTS)]),
      // The same bundle without what V8 has cached of it.
      `/bin/busybox cp -r ${RUNTIME}${BUNDLES} ${RUNTIME}${TMP}/guest`,
      `/bin/busybox rm -f ${RUNTIME}${TMP}/guest/race.worker.cache`,
      'export NODE_PATH=/holerace/node_modules',
      ...repeatedly(args.rounds, STARTS.map(startLine)),
    ],
    limitSeconds: LIMIT_SECONDS * (args.rounds + 1),
    hear,
  });
} finally {
  scratch.remove();
}
for (const [name, seconds] of taken) {
  if (seconds.length !== args.rounds)
    throw new Error(`the guest ended early: ${seconds.length} of ${args.rounds} of ${name}`);
  const cost =
    name === BY_SNAPSHOT && refusal !== null
      ? `refused: ${refusal}`
      : `${median(seconds).toFixed(2)} s of cpus`;
  process.stdout.write(`${name.padEnd(26)} ${cost}\n`);
}

async function makeSnapshot(folder: string): Promise<string> {
  const [text, blob] = [path.join(folder, 'snapshot.cjs'), path.join(folder, SNAPSHOT)];
  writeFileSync(text, SNAPSHOT_TEXT);
  await needTool('making a snapshot', process.execPath, [
    ...['--snapshot-blob', blob, '--build-snapshot', text],
  ]);
  return blob;
}

function startLine([name, words]: (typeof STARTS)[number]): string {
  return timedStart(words, `took %U %S ${name}`);
}

function hear(line: string): void {
  refusal ??= REFUSAL.exec(line)?.[0] ?? null;
  const [, user, system, name = ''] = /^took (\S+) (\S+) (.*)$/.exec(line) ?? [];
  if (user !== undefined) taken.get(name)?.push(Number(user) + Number(system));
}
