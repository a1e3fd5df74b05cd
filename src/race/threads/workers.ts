/**
 * The threads of a race: two, and a third one for the scenarios that have a second reader. They live for all of its steps: to start a thread of Node.js takes long, in
 * an emulated guest a second.
 */
import { Worker } from 'node:worker_threads';
import type { RoleName, StepSetup, WorkerMessage } from './messages.js';

/** Once told to stop, workers are given so long to say that they have, unless they are stuck in the kernel. */
const LEAVE_LIMIT_MS = 5000;

export interface Role {
  readonly worker: Worker;
  /** Takes what it says, while a step runs. */
  hear: (message: WorkerMessage) => void;
}

export class WorkerPair {
  readonly reader: Role;
  readonly writer: Role;
  #secondReader: Role | null = null;
  /** Whether a step has left it unfit for another one. */
  broken = false;

  constructor() {
    this.reader = this.#start('reader');
    this.writer = this.#start('writer');
  }

  /** Started where it is needed for the first time. */
  get secondReader(): Role {
    this.#secondReader ??= this.#start('second-reader');
    return this.#secondReader;
  }

  #start(name: RoleName): Role {
    const worker = new Worker(new URL('./race.worker.js', import.meta.url), { workerData: name });
    const role: Role = { worker, hear: () => undefined };
    worker.on('message', (message: WorkerMessage) => role.hear(message));
    worker.on('error', (error) => {
      this.broken = true;
      role.hear({ type: 'failed', code: null, message: error.message });
    });
    worker.on('exit', () => {
      this.broken = true;
      // Heard after the end of its step it means nothing; in the middle of it nobody would answer its peer any more.
      role.hear({
        type: 'failed',
        code: null,
        message: 'a thread of the race has ended by itself',
      });
      role.hear({ type: 'over' });
    });
    return role;
  }

  /** Ends the threads; one that is stuck in the kernel is left for the end of the process to take. */
  async end(): Promise<void> {
    const roles = [
      this.reader,
      this.writer,
      ...(this.#secondReader === null ? [] : [this.#secondReader]),
    ];
    const workers = roles.map(({ worker }) => worker);
    const ended = Promise.all(workers.map((worker) => worker.terminate()));
    const timeLimit = AbortSignal.timeout(LEAVE_LIMIT_MS);
    const timedOut = new Promise((resolve) => timeLimit.addEventListener('abort', resolve));
    await Promise.race([ended, timedOut]);
    for (const worker of workers) worker.unref();
  }
}

/** The pair that races now: replaced where a step has broken it. */
export class Workers {
  #pair = new WorkerPair();

  /** A pair that is fit for a step. */
  pair(): WorkerPair {
    if (this.#pair.broken) {
      void this.#pair.end();
      this.#pair = new WorkerPair();
    }
    return this.#pair;
  }

  /** Ends the threads. */
  async end(): Promise<void> {
    await this.#pair.end();
  }
}

/** Tells a worker to begin a step. */
export function beginStep({ worker }: Role, setup: StepSetup): void {
  worker.postMessage(setup);
}
