/** Has a compiled reproducer run in a guest, and tells how often it found what it should. */
import type { Logger } from 'pino';
import type { FilesystemOrder } from '../filesystems/order.js';
import type { Kernel } from '../kernels/kernel.js';
import { counted } from '../report/words/numbers.js';
import type { Result, Target } from '../result/result.js';
import type { VmOptions } from '../vm/options.js';
import { type ProgramOutcome, programInVm } from '../vm/program-in-vm.js';
import { outcomeOf, type RunOutcome } from './outcome.js';
import { type Checked, runWords } from './words.js';

/** The machine of the guest, as a result's was. */
export type Machine = Pick<
  VmOptions,
  'pmem' | 'cpus' | 'memoryMib' | 'pmemMib' | 'accel' | 'append' | 'qemuArgs'
>;

export interface CheckOrder {
  /** The compiled program. */
  readonly program: string;
  readonly runs: number;
  /** Of each run. */
  readonly seconds: number;
  readonly kernel: Kernel;
  readonly machine: Machine;
  readonly filesystem: FilesystemOrder;
  /** What it is to show, and on what that was raced. */
  readonly result: Pick<Result, 'kernel'>;
  readonly target: Pick<Target, 'features'>;
  readonly signal: AbortSignal;
  readonly log: Logger;
}

/**
 * Boots one guest, and runs the program in it.
 *
 * @returns what it came to, also where the guest died on the way
 * @throws UsageError where QEMU is missing or cannot start such a guest, or mkfs refuses
 */
export async function check(order: CheckOrder): Promise<Checked> {
  const { program, runs, seconds, kernel, machine, filesystem, signal, log } = order;
  const outcomes: RunOutcome[] = [];
  const outcome = await programInVm({
    ...{ ...machine, kernel, filesystem, program, runs, seconds, words: [], signal, log },
    onRan: (ran) => {
      const one = outcomeOf(ran);
      outcomes.push(one);
      log.info(`run ${ran.run} of ${runs}: ${runWords(one)}`);
    },
  });
  const { cutShort } = outcome;
  return { outcomes, runs, seconds, cutShort, where: whereWords(order, outcome) };
}

/** In which guest, told by what differs from that of the result. */
function whereWords({ kernel, machine, result, target }: CheckOrder, outcome: ProgramOutcome) {
  const { release, accel, mkfs } = outcome;
  const isSame = release === result.kernel.release && kernel.source === result.kernel.source;
  const which = isSame ? 'that kernel' : `${release}, ${kernel.source}`;
  const guest = accel === 'tcg' ? `an emulated guest of ${which}` : `a guest of ${which} under KVM`;
  const wasMade = target.features?.mkfs ?? null;
  const otherwise =
    mkfs === null || wasMade === null || mkfs === wasMade
      ? ''
      : `, on a filesystem made by ${mkfs}`;
  return `${guest} (${counted(machine.cpus, 'vCPU')})${otherwise}`;
}
