/**
 * What runs inside the guest where a program is to be run there: makes each filesystem anew for each run. Its
 * argument is the file that holds the order; its standard output is the result channel.
 */
import { readFileSync } from 'node:fs';
import { isOnPmem } from '../filesystems/filesystem.js';
import type { FilesystemOrder } from '../filesystems/order.js';
import { sendStart } from '../race/start.js';
import { descriptorSink } from '../result/record-line.js';
import { describeTarget } from '../target/target.js';
import { makeTargetFile, removeTargetFile } from '../target/target-file.js';
import { takeMadeEarly } from './early-making.js';
import { mountFresh, unmount } from './filesystem.js';
import { GuestLog } from './guest-log.js';
import { GuestPath, type ProgramOrder } from './order.js';
import { preparePmem } from './pmem.js';
import { runProgram } from './program.js';
import { refusalRecord } from './refusal.js';
import { waitForHost, waitForModules } from './wait.js';

const STDOUT = 1;
/** Long enough to be mapped for the proof of DAX. */
const PROOF_BYTES = 1 << 20;

const order = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as ProgramOrder;
const sink = descriptorSink(STDOUT);
/** The lines of the log are not asked for: it is marked, so that init sends none of them. */
const log = new GuestLog(() => undefined);

/** Makes the filesystem, runs the program on it, and takes it away again. */
async function runOn(filesystem: FilesystemOrder, run: number): Promise<void> {
  // What has been prepared once is still there: a service of the kernel's cannot be started again.
  const prepare = run === 1 ? filesystem.prepare : [];
  const features = mountFresh({ ...filesystem, prepare }, takeMadeEarly());
  const file = makeTargetFile(GuestPath.MOUNT, PROOF_BYTES);
  const pmem = isOnPmem(filesystem) ? order.pmem : null;
  sink({ record: 'target', target: describeTarget(file, { name: null, pmem, features }) });
  removeTargetFile(file);
  const { seconds, words } = order.program;
  const call = { file: `${GuestPath.TMP}${GuestPath.GIVEN}`, seconds, run };
  const ran = await runProgram({ ...call, args: [GuestPath.MOUNT, `${seconds}`, ...words] }, sink);
  if (ran === null) {
    sink({ record: 'stuck', reason: 'the program was killed after its time, and has not ended' });
    await waitForHost();
    return;
  }
  sink(ran);
  unmount();
}

async function main(): Promise<never> {
  sendStart(sink);
  waitForModules();
  try {
    const { filesystems, pmem, program } = order;
    if (filesystems.some(isOnPmem)) preparePmem(pmem);
    log.begin();
    for (const filesystem of filesystems)
      for (let run = 1; run <= program.runs; run++) await runOn(filesystem, run);
  } catch (error) {
    // The rest is not run: what cannot be made once, cannot be made again.
    sink(refusalRecord(error, null));
  }
  log.end();
  sink({ record: 'done' });
  process.exit(0);
}

void main();
