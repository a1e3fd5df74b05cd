/**
 * A slow interrupt aimed at the middle of the reader's fault. Its timer is steered as the stagger is: half of the
 * time it has gone off before the fault is over, half of the time it has not.
 */
import os from 'node:os';
import { affinity, moveTo } from '../../native/scheduling.js';
import { SlowInterrupt } from '../../native/slow-interrupt.js';
import { StaggerSearch, timerOf } from './stagger-search.js';
import { type FaultHook, RACING, type Strategy } from './strategy.js';

/** As `stagger`, each thread on a cpu of its own, and a slow interrupt stretches the reader's fault. */
export const slowInterrupt: Strategy = {
  ...RACING,
  about: 'as stagger, and an interrupt that takes long hits the fault',
  seating: 'apart',
  hook: (seed) => new FaultInterrupt(seed),
  lacks,
};

class FaultInterrupt implements FaultHook {
  readonly #timer = new SlowInterrupt();
  readonly #search: StaggerSearch;

  constructor(seed: number) {
    this.#search = new StaggerSearch(seed);
  }

  faultBegins(): void {
    // A timer that is set to no time at all is none.
    this.#timer.arm(timerOf(this.#search.next()) + 1);
  }

  faultEnds(): void {
    // Gone off already: it may come later, as where the reader has waited too long.
    this.#search.note(this.#timer.disarm());
  }

  close(): void {
    this.#timer.close();
  }
}

function lacks(): string | null {
  if (!moveTo(affinity())) return 'threads may not choose their cpu here: allow sched_setaffinity';
  if (os.availableParallelism() < 2) return 'there is one cpu: it needs two';
  try {
    new SlowInterrupt().close();
    return null;
  } catch (error) {
    return `its timer cannot be made (${(error as Error).message}): raise the limit of open files (ulimit -n)`;
  }
}
