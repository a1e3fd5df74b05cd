/**
 * The child process that races for `holerace run`. It is a process of its own because Node.js cannot
 * catch SIGBUS, and a write(2) that never returns holds its process: the parent watches, keeps what has
 * been reported, and cleans up.
 *
 * Standard input: the order, one line of JSON; when it closes before the race has ended, the parent has
 * gone or wants an end. Where the parent has gone nobody else removes the file. Standard output: records, one a line.
 */
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { descriptorSink } from '../result/record-line.js';
import type { RaceFiles, RacePlan } from './plan.js';
import { race } from './race.js';
import { sendStart } from './start.js';
import { Workers } from './threads/workers.js';

export interface ProcessOrder {
  readonly plan: RacePlan;
  readonly files: RaceFiles;
  /** The number of the process that removes the file. */
  readonly parent: number;
}

const STDOUT = 1;
const sink = descriptorSink(STDOUT);
/** Started while the order is still on its way. */
const workers = new Workers();
const abort = new AbortController();
// The terminal sends Ctrl-C and Ctrl-\ to the child too, and that it has gone; only the parent decides what it means.
for (const name of ['SIGINT', 'SIGQUIT', 'SIGHUP'] as const) process.on(name, () => undefined);
// Beyond ulimit -f writes fail then, and say so (setrlimit(2), RLIMIT_FSIZE).
process.on('SIGXFSZ', () => undefined);

/** The file that is raced, once there is an order. */
let raced: string | null = null;
let parent = process.ppid;
let inputClosed = false;
const input = createInterface({ input: process.stdin });
input.once('line', async (line) => {
  const order = JSON.parse(line) as ProcessOrder;
  const { plan, files } = order;
  raced = files.write;
  parent = order.parent;
  sendStart(sink);
  if (await race(plan, files, null, workers, sink, abort.signal)) sink({ record: 'done' });
  // A normal exit waits for threads, for ever where one is stuck in the kernel. The parent has all it needs.
  end();
});
input.once('close', () => {
  inputClosed = true;
  abort.abort();
  // There is nothing to end but the workers, which wait for ever.
  if (raced === null) end();
});

/** Also where its parent's end of a pipe was missed first, and it ends of that (EPIPE). */
process.on('exit', (status) => removeOrphan(status !== 0));

/**
 * A parent that is being killed closes its files before it stops being the parent (the kernel's do_exit()), and one
 * that wants an end removes the file as well.
 *
 * @param hasFailed whether it ends by an error, and who is still its parent need not be that for long
 */
function removeOrphan(hasFailed = false): void {
  const isOrphan = hasFailed || inputClosed || process.ppid !== parent;
  if (raced !== null && isOrphan) rmSync(raced, { force: true });
}

function end(): void {
  removeOrphan();
  process.kill(process.pid, 'SIGKILL');
}
