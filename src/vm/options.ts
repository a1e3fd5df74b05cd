/** What `vm` is asked for. */
import type { Logger } from 'pino';
import type { FilesystemChoice } from '../filesystems/list.js';
import type { FilesystemOptions } from '../filesystems/order.js';
import type { PmemBackend } from '../guest/order.js';
import type { Kernel } from '../kernels/kernel.js';
import { wordsOf } from '../quoted.js';
import type { RacePlan } from '../race/plan.js';
import type { RecordSink } from '../result/records.js';
import type { AccelChoice } from './accel.js';
import type { Added } from './qemu/machine.js';

export interface VmOptions {
  readonly kernel: Kernel;
  readonly plan: RacePlan;
  readonly filesystems: readonly FilesystemChoice[];
  /** What is asked of mkfs and of the mount beside that. */
  readonly filesystemOptions?: FilesystemOptions;
  readonly pmem: PmemBackend;
  readonly cpus: number;
  readonly memoryMib: number;
  readonly pmemMib: number;
  readonly accel: AccelChoice;
  /** Kernel parameters after holerace's own, null where there are none. */
  readonly append: string | null;
  /** Arguments for QEMU after holerace's own, as words for a shell, null where there are none. */
  readonly qemuArgs: string | null;
  /** For the whole, from QEMU's start to its end. */
  readonly timeoutSeconds: number;
  /** The command line that runs it again. */
  readonly again: string;
  readonly signal: AbortSignal;
  readonly log: Logger;
  /** Takes each record as it comes. */
  readonly sink: RecordSink;
}

/** What the user adds to the machine. */
export function addedOf({ append, qemuArgs }: Pick<VmOptions, 'append' | 'qemuArgs'>): Added {
  return { append, qemuArgs: qemuArgs === null ? [] : wordsOf(qemuArgs, '--qemu-args') };
}
