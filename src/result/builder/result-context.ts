/** What a result is built from beside the records of the race. */
import type { CleanOrder } from '../agreement.js';
import type { Finding, Result } from '../result.js';

export interface ResultContext extends CleanOrder {
  readonly holerace: string;
  readonly seed: number;
  /** What the kernel was called by whoever asked for it. */
  readonly kernelSource: string;
  /** Its release where it is known without booting it, else an empty text. */
  readonly kernelRelease: string;
  readonly accel: string | null;
  readonly cpus: number;
  /** Parameters for the guest's kernel and arguments for QEMU that the user has added. */
  readonly added?: Pick<Result['machine'], 'append' | 'qemuArgs'>;
  /** Races in the same boot before this one, none where it is left out. */
  readonly racesBefore?: number;
  /** The command line that runs it again, where there is one. */
  readonly again?: string;
}

/** How the race ended, as far as its records do not say it. */
export interface Ending {
  readonly finding: Finding | null;
  /** Why the result is not whole, else null. */
  readonly reason: string | null;
}
