/**
 * Measures how surely a broken kernel is found, and how soon: the whole default portfolio races in it again and
 * again in one boot, each time on a new filesystem with another seed, until its first stale read or the end of its time.
 *
 * node build/scripts/bench/found.js --kernel K [--fs ext4] [--scenario ID] [--runs N] [--seconds S] [--seed N]
 */

import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { makeScratch } from '../../src/files/scratch.js';
import { type FilesystemChoice, vmChoices } from '../../src/filesystems/list.js';
import { type FilesystemOrder, filesystemOrder } from '../../src/filesystems/order.js';
import { InitProgram } from '../../src/guest/init-programs.js';
import { GuestPath } from '../../src/guest/order.js';
import { makeLog } from '../../src/log.js';
import { scenarioIds } from '../../src/scenarios/list.js';
import { type Found, foundIn, foundText } from './found-runs.js';
import { bootGuest, UNMOUNT_LINE } from './guest-boot.js';
import { orderOf } from './guest-runs.js';
import { SCENARIO } from './run.js';

/** Beside the racing of a run: a filesystem, and the start of Node.js. */
const OVERHEAD_SECONDS = 30;
const BOOT_SECONDS = 60;

const args = yargs(hideBin(process.argv))
  .option('kernel', { type: 'string', demandOption: true })
  .option('fs', { choices: vmChoices, default: 'ext4' as FilesystemChoice })
  .option('scenario', { choices: scenarioIds, default: SCENARIO })
  .option('cpus', { type: 'number', default: 2 })
  .option('runs', { type: 'number', default: 20 })
  .option('seconds', { type: 'number', default: 30 })
  .option('seed', { type: 'number', default: 1, describe: 'of the first run; each has the next' })
  .strict()
  .parseSync();
const log = makeLog(false);

/** The order of one run, and the name of its file. */
function orderOfRun(run: number, filesystem: FilesystemOrder): [string, string] {
  const order = orderOf(null, args.seconds, filesystem);
  const plan = { ...order.plan, scenarios: [args.scenario], seed: args.seed + run };
  return [`run${run}.json`, JSON.stringify({ ...order, plan })];
}

/** What a run needs of what holerace says: grep's end has it end as well, with its next record. */
function runLines(file: string): string[] {
  const { RUNTIME, NODE, PROGRAM, TMP, ORDER } = GuestPath;
  const wanted = `'"record":"(stale|scenario|untested)"'`;
  return [
    `cp /${file} ${RUNTIME}${TMP}${ORDER}`,
    `${InitProgram.IN_RUNTIME} ${NODE} ${PROGRAM} ${TMP}${ORDER} 2> /dev/null | /bin/busybox grep -m 1 -E ${wanted} >&3`,
    // Mounted still where it was cut short.
    `${UNMOUNT_LINE} 2> /dev/null`,
  ];
}

async function measure(folder: string): Promise<void> {
  const { kernel, fs, cpus, runs, seconds } = args;
  const filesystem = await filesystemOrder(fs);
  const orders = Array.from({ length: runs }, (_, run) => orderOfRun(run, filesystem));
  const found: Found[] = [];
  await bootGuest({
    ...{ kernel, folder, cpus, order: orderOf(null, seconds, filesystem), programs: {} },
    texts: Object.fromEntries(orders),
    script: orders.flatMap(([file]) => runLines(file)),
    limitSeconds: BOOT_SECONDS + runs * (seconds + OVERHEAD_SECONDS),
    hear: (line) => {
      const one = foundIn(line);
      if (one === null) return;
      found.push(one);
      log.info(`run ${found.length} of ${runs}: ${one.how}`);
    },
  });
  process.stdout.write(
    `${args.scenario} in ${kernel} on ${fs}, ${cpus} vCPUs, runs of ${seconds} s: ${foundText(found, runs)}\n`,
  );
}

const scratch = makeScratch('found');
try {
  await measure(scratch.folder);
} finally {
  scratch.remove();
}
