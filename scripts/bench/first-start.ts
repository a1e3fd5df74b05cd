/**
 * Measures what the first start of Node.js in a boot costs, which is the one that a run pays for, beside a bare boot of
 * the same kernel: a run cannot cost less than both. Each start is the first of a boot of its own, and is done once more in it. Emulated,
 * a processor's instructions are translated the first time that they run: the second start shows what is left without.
 *
 * node build/scripts/bench/first-start.js --kernel K [--rounds N]
 */
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { makeScratch } from '../../src/files/scratch.js';
import { filesystemOrder } from '../../src/filesystems/order.js';
import { GuestPath } from '../../src/guest/order.js';
import { resolveKernel } from '../../src/kernels/resolve.js';
import { makeLog } from '../../src/log.js';
import { chooseAccel } from '../../src/vm/accel.js';
import { makeEmptyBoot } from './empty-boot.js';
import { bootGuest } from './guest-boot.js';
import { orderOf } from './guest-runs.js';
import { median } from './median.js';
import { copyLines, START_TEXTS, timedStart } from './start-texts.js';

const CPUS = 2;
/** Of one boot on a busy host. */
const LIMIT_SECONDS = 300;

/** What each is called, and its file. */
const STARTS = [
  ['a script', 'script.cjs'],
  ['a script and one thread', 'thread.cjs'],
  ['a script and two threads', 'threads.cjs'],
] as const;

interface Started {
  readonly first: number;
  readonly again: number;
}

const args = yargs(hideBin(process.argv))
  .option('kernel', { type: 'string', demandOption: true })
  .option('rounds', { type: 'number', default: 3 })
  .strict()
  .parseSync();
const log = makeLog(false);
const bare: number[] = [];
const started = new Map(STARTS.map(([name]): [string, Started[]] => [name, []]));
const scratch = makeScratch('bench');
try {
  const { folder } = scratch;
  const kernel = await resolveKernel(args.kernel);
  const { accel } = await chooseAccel('auto', kernel, folder);
  const emptyBoot = await makeEmptyBoot(kernel, accel, CPUS, folder);
  // The first round fills caches of the host, and does not count.
  for (let round = 0; round <= args.rounds; round++) {
    const beganMs = performance.now();
    await emptyBoot();
    if (round > 0) bare.push((performance.now() - beganMs) / 1000);
    for (const [name, file] of STARTS) {
      const seconds = await startsOf(file, folder);
      if (round > 0) started.get(name)?.push(seconds);
    }
    if (round > 0) log.info(`round ${round} of ${args.rounds}`);
  }
  const bareSeconds = median(bare);
  process.stdout.write(
    `${kernel.release} under ${accel}, medians of ${args.rounds}: empty boot ${bareSeconds.toFixed(2)} s\n`,
  );
} finally {
  scratch.remove();
}
for (const [name, all] of started) {
  const first = median(all.map((one) => one.first));
  const again = median(all.map((one) => one.again));
  const ratio = median(all.map((one, round) => 1 + one.first / (bare[round] ?? Number.NaN)));
  process.stdout.write(
    `${name.padEnd(25)} first ${first.toFixed(2)} s, again ${again.toFixed(2)} s; boot and first start ÷ boot ${ratio.toFixed(2)}\n`,
  );
}

/** Boots a guest in which nothing of Node.js has run yet. */
async function startsOf(file: string, folder: string): Promise<Started> {
  const seconds: number[] = [];
  const line = timedStart(`${GuestPath.TMP}/${file}`, 'took %e');
  await bootGuest({
    ...{ kernel: args.kernel, cpus: CPUS, folder, programs: {}, texts: START_TEXTS },
    order: orderOf('stagger', 1, await filesystemOrder('ext4')),
    script: [...copyLines(Object.keys(START_TEXTS)), line, line],
    limitSeconds: LIMIT_SECONDS,
    hear: (said) => {
      const [, took] = /^took (\S+)$/.exec(said) ?? [];
      if (took !== undefined) seconds.push(Number(took));
    },
  });
  const [first, again] = seconds;
  if (first === undefined || again === undefined)
    throw new Error(`the guest ended early: ${seconds.length} of 2 starts of ${file}`);
  return { first, again };
}
