/**
 * What races inside the guest: makes each filesystem in turn, and races on it. Its argument is the file
 * that holds the order; its standard output is the result channel.
 */
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { messageOf, UntestedError } from '../errors.js';
import { race, sendStart } from '../race/race.js';
import { Workers } from '../race/worker-pair.js';
import { descriptorSink } from '../report/record-line.js';
import { makeTargetFile } from '../target/target-file.js';
import { mountFresh, unmount } from './filesystem.js';
import { type FilesystemOrder, type GuestOrder, GuestPath } from './order.js';
import { preparePmem } from './pmem.js';

const STDOUT = 1;
/** Long enough to be mapped for the proof of DAX; the race sets its own length. */
const FIRST_LENGTH_BYTES = 1 << 20;
/** A host that is still there has ended the guest by then. */
const HOST_LIMIT_MS = 60_000;

/** Started while the modules still load and mkfs runs. */
const workers = new Workers();
const order = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as GuestOrder;
const sink = descriptorSink(STDOUT);
/** Nobody interrupts a guest but by ending QEMU. */
const never = new AbortController().signal;

/** Runs a part, and reports what cannot be tested instead of failing the rest. */
async function part(filesystem: string | null, run: () => void | Promise<void>): Promise<boolean> {
  try {
    await run();
    return true;
  } catch (error) {
    if (!(error instanceof UntestedError)) throw error;
    sink({ record: 'untested', filesystem, reason: messageOf(error) });
    return false;
  }
}

async function raceOn(filesystem: FilesystemOrder): Promise<void> {
  mountFresh(filesystem);
  const file = makeTargetFile(GuestPath.MOUNT, FIRST_LENGTH_BYTES);
  const files = { read: file, write: file };
  if (!(await race(order.plan, files, order.pmem, workers, sink, never))) {
    // The host ends the guest once it has read that; the guest itself may not even come to its end.
    await setTimeout(HOST_LIMIT_MS);
    process.kill(process.pid, 'SIGKILL');
  }
  unmount();
}

sendStart(sink);
if (await part(null, () => preparePmem(order.pmem))) {
  for (const filesystem of order.filesystems) {
    await part(filesystem.filesystem, () => raceOn(filesystem));
  }
}
sink({ record: 'done' });
// Where the kernel holds a worker this waits for ever, and the host ends the guest.
process.exit(0);
