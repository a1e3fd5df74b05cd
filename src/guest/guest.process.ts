/**
 * What races inside the guest: makes each filesystem in turn, and races on it. Its argument is the file
 * that holds the order; its standard output is the result channel.
 */
// Before all else.
import './first-workers.js';
import { readFileSync } from 'node:fs';
import { isOnPmem } from '../filesystems/filesystem.js';
import type { FilesystemOrder } from '../filesystems/order.js';
import { exitNow } from '../native/exit.js';
import { race } from '../race/race.js';
import { sendStart } from '../race/start.js';
import { Workers } from '../race/threads/workers.js';
import { combineSinks, descriptorSink } from '../result/record-line.js';
import { makeTargetFile } from '../target/target-file.js';
import { takeMadeEarly } from './early-making.js';
import { mountFresh, unmount } from './filesystem.js';
import { firstWorkers } from './first-workers.js';
import { GuestLog } from './guest-log.js';
import { NextRaces } from './next-race.js';
import { type GuestOrder, GuestPath } from './order.js';
import { preparePmem } from './pmem.js';
import { refusalRecord } from './refusal.js';
import { waitForHost, waitForModules } from './wait.js';

const STDOUT = 1;
/** Long enough to be mapped for the proof of DAX; the race sets its own length. */
const FIRST_LENGTH_BYTES = 1 << 20;

let workers = firstWorkers;
let order = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as GuestOrder;
const channel = descriptorSink(STDOUT);
const log = new GuestLog(channel);
const sink = combineSinks(log.follow, channel);
/** Nobody interrupts a guest but by ending QEMU. */
const never = new AbortController().signal;

/** Runs a part, and reports what cannot be tested instead of failing the rest. */
async function part(filesystem: string | null, run: () => void | Promise<void>): Promise<boolean> {
  try {
    await run();
    return true;
  } catch (error) {
    sink(refusalRecord(error, filesystem));
    return false;
  }
}

/** A configuration that was named is told by its name: there may be several of one filesystem. */
function nameOf({ choice }: FilesystemOrder): string | null {
  return choice.includes(':') ? choice : null;
}

/** What is left of the budget of racing time, null where there is none. */
let leftSeconds: number | null = null;

/** Races for an equal share of the budget; what a filesystem leaves of it goes to those after it. */
async function raceOn(
  filesystem: FilesystemOrder,
  seed: number,
  filesystemsLeft: number,
): Promise<void> {
  log.at(filesystem.choice);
  const features = mountFresh(filesystem, takeMadeEarly());
  const file = makeTargetFile(GuestPath.MOUNT, FIRST_LENGTH_BYTES);
  const files = { read: file, write: file };
  const budgetSeconds = leftSeconds === null ? null : Math.max(0, leftSeconds) / filesystemsLeft;
  const startedMs = performance.now();
  const plan = { ...order.plan, seed, budgetSeconds };
  const pmem = isOnPmem(filesystem) ? order.pmem : null;
  const made = { name: nameOf(filesystem), pmem, features };
  if (!(await race(plan, files, made, workers, sink, never))) await waitForHost();
  if (leftSeconds !== null) leftSeconds -= (performance.now() - startedMs) / 1000;
  unmount();
}

/**
 * One race, on each filesystem in turn.
 *
 * @param thenEnd whether its threads end before the last look at the kernel's log: what it says then is of this race
 */
async function raceOnAll(seed: number, isReady: boolean, thenEnd: boolean): Promise<void> {
  leftSeconds = order.plan.budgetSeconds;
  if (isReady) {
    log.begin();
    const { filesystems } = order;
    for (const [index, filesystem] of filesystems.entries())
      await part(filesystem.choice, () => raceOn(filesystem, seed, filesystems.length - index));
  }
  if (thenEnd) await workers.end();
  log.end();
  sink({ record: 'done' });
}

async function main(): Promise<never> {
  sendStart(sink);
  waitForModules();
  const needsPmem = order.filesystems.some(isOnPmem);
  const isReady = !needsPmem || (await part(null, () => preparePmem(order.pmem)));
  const { staysUp = false } = order;
  await raceOnAll(order.plan.seed, isReady, staysUp);
  if (staysUp) {
    const races = new NextRaces(GuestPath.TOLD, GuestPath.SEEDS);
    // As many as the host asks for: it ends the guest, or init does where nobody asks.
    for (;;) {
      workers = new Workers();
      const { seed, changed } = races.next();
      if (changed !== null) order = { ...order, ...changed };
      sendStart(sink);
      await raceOnAll(seed, isReady, true);
    }
  }
  // Where a worker is stuck in the kernel this waits for ever, and the host ends the guest.
  exitNow(0);
}

void main();
