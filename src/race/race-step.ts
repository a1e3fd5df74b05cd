/** One step of a scenario: starts its two workers, watches them, and gathers what they found. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Evidence } from '../report/result.js';
import type { Step } from '../scenarios/scenario.js';
import { NAP_MS, stop } from './meeting.js';
import type { RaceFiles } from './plan.js';
import { SLOTS_BYTES, Stop } from './slots.js';
import { type Counts, countsOf, TALLY_BYTES } from './tally.js';
import type { WorkerMessage, WorkerSetup } from './worker-messages.js';

/** The watcher looks at the counts this often. */
const WATCH_EVERY_MS = 200;
/** A race whose count of attempts stands still for so long has stalled: write(2) or a fault does not return. */
export const STALL_LIMIT_MS = 30_000;
/** A worker must have opened and mapped its file by then. */
const READY_LIMIT_MS = 60_000;
/** Once told to stop, workers leave within a few naps, unless the kernel holds them. */
const LEAVE_LIMIT_MS = 50 * NAP_MS;

export interface StepOrder {
  readonly files: RaceFiles;
  readonly step: Step;
  readonly seed: number;
  readonly secondsLimit: number;
  readonly attemptsLimit: number | null;
  readonly evidenceLimit: number;
  /** Ends the race early: the user has interrupted it. */
  readonly signal: AbortSignal;
  readonly onProgress: (counts: Counts, seconds: number) => void;
  readonly onStale: (evidence: Evidence, seconds: number) => void;
}

export interface StepOutcome {
  readonly counts: Counts;
  readonly seconds: number;
  readonly evidence: readonly Evidence[];
  readonly secondsToFirstStale: number | null;
  /** Why the step could not be carried out to its end, else null. */
  readonly failure: string | null;
}

/**
 * Races one step to its limit of time or attempts.
 *
 * @returns what was found, also where it failed on the way: nothing found is lost
 */
export async function raceStep(order: StepOrder): Promise<StepOutcome> {
  const race = new StepRace(order);
  try {
    await race.start();
    await race.watch();
  } catch (error) {
    race.fail(error instanceof Error ? error.message : String(error));
  }
  await race.leave();
  return race.outcome();
}

class StepRace {
  readonly #order: StepOrder;
  readonly #slots = new SharedArrayBuffer(SLOTS_BYTES);
  readonly #tally = new SharedArrayBuffer(TALLY_BYTES);
  readonly #workers: Worker[] = [];
  readonly #evidence: Evidence[] = [];
  #exited = 0;
  #failure: string | null = null;
  #secondsToFirstStale: number | null = null;
  #startedMs = performance.now();
  #endedMs: number | null = null;

  constructor(order: StepOrder) {
    this.#order = order;
  }

  /** The reader opens its file first: in the overlayfs control the writer's open makes the copy-up. */
  async start(): Promise<void> {
    await this.#startWorker('./reader.worker.js', this.#order.files.read);
    await this.#startWorker('./writer.worker.js', this.#order.files.write);
    this.#startedMs = performance.now();
  }

  async #startWorker(file: string, path: string): Promise<void> {
    const { step, seed, attemptsLimit, evidenceLimit } = this.#order;
    const shared = { slots: this.#slots, tally: this.#tally };
    const workerData: WorkerSetup = { ...shared, path, step, seed, attemptsLimit, evidenceLimit };
    const worker = new Worker(new URL(file, import.meta.url), { workerData });
    this.#workers.push(worker);
    worker.on('error', (error) => this.#workerFailed(error.message));
    worker.on('exit', () => this.#exited++);
    const ready = once(worker, 'message', { signal: AbortSignal.timeout(READY_LIMIT_MS) });
    worker.on('message', (message: WorkerMessage) => this.#hear(message));
    await ready;
    if (this.#failure !== null) throw new Error(this.#failure);
  }

  #hear(message: WorkerMessage): void {
    if (message.type === 'failed') this.#workerFailed(explain(message.code, message.message));
    if (message.type !== 'stale') return;
    this.#evidence.push(message.evidence);
    this.#secondsToFirstStale ??= message.seconds;
    this.#order.onStale(message.evidence, message.seconds);
  }

  #workerFailed(message: string): void {
    this.fail(message);
    this.#stop(Stop.NOW);
  }

  /** Keeps the first failure: later ones follow from it. */
  fail(message: string): void {
    this.#failure ??= message;
  }

  #stop(how: number): void {
    stop(new Int32Array(this.#slots), how);
  }

  #seconds(): number {
    return ((this.#endedMs ?? performance.now()) - this.#startedMs) / 1000;
  }

  #counts(): Counts {
    return countsOf(new Float64Array(this.#tally));
  }

  /** Until both workers have left, or one stands still. */
  async watch(): Promise<void> {
    const { secondsLimit, signal } = this.#order;
    let attempts = 0;
    let movedMs = performance.now();
    while (this.#exited < this.#workers.length) {
      await this.#nextLook();
      const counts = this.#counts();
      if (counts.attempts !== attempts) movedMs = performance.now();
      attempts = counts.attempts;
      this.#order.onProgress(counts, this.#seconds());
      if (this.#seconds() >= secondsLimit || signal.aborted) this.#stop(Stop.SOON);
      if (performance.now() - movedMs > STALL_LIMIT_MS) {
        this.fail(
          `no attempt has ended for ${STALL_LIMIT_MS / 1000} s: the kernel holds write(2) or a read fault`,
        );
        break;
      }
    }
    this.#endedMs = performance.now();
  }

  /** Sleeps until it is time to look again, or a worker has left. */
  async #nextLook(): Promise<void> {
    const left = Math.max(1, this.#order.secondsLimit * 1000 - (performance.now() - this.#startedMs));
    const signal = AbortSignal.timeout(Math.ceil(Math.min(WATCH_EVERY_MS, left)));
    await Promise.race(this.#workers.map((worker) => once(worker, 'exit', { signal }))).catch(
      () => undefined,
    );
  }

  /** Sees the workers off. One that the kernel holds is left behind, for the process's end to take. */
  async leave(): Promise<void> {
    this.#endedMs ??= performance.now();
    this.#stop(Stop.NOW);
    const deadlineMs = performance.now() + LEAVE_LIMIT_MS;
    while (this.#exited < this.#workers.length && performance.now() < deadlineMs) {
      await this.#nextLook();
    }
    for (const worker of this.#workers) worker.unref();
  }

  outcome(): StepOutcome {
    return {
      counts: this.#counts(),
      seconds: this.#seconds(),
      evidence: this.#evidence,
      secondsToFirstStale: this.#secondsToFirstStale,
      failure: this.#failure,
    };
  }
}

/** Says in a sentence what an errno of the race means for its user. */
function explain(code: string | null, message: string): string {
  if (code === 'ENOSPC') return 'the filesystem is full (ENOSPC): free some space in the target';
  if (code === 'EDQUOT') return 'the disk quota is used up (EDQUOT): free some space in the target';
  return message;
}
