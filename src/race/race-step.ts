/** One step of a scenario: sets its workers going, watches them, and gathers what they found. */
import type { Evidence } from '../result/result.js';
import { WatchedTime } from '../watched-time.js';
import { monotonicSeconds } from './counts/clock.js';
import { countsIn, sharedCounts } from './counts/counts.js';
import { addCounts, type Counts, countsOf, noCounts } from './counts/tally.js';
import { isEnough } from './ending.js';
import type { FindingKind } from './oracle/findings.js';
import { explainErrno, type StepOrder, type StepOutcome } from './step-order.js';
import { hasSecondReader, type StrategyId } from './strategies/list.js';
import { stop } from './threads/meeting.js';
import type { WorkerMessage } from './threads/messages.js';
import { SLOTS_BYTES, Stop } from './threads/slots.js';
import { beginStep, type Role } from './threads/workers.js';

/** The watcher looks at the counts this often. */
const LOOK_EVERY_MS = 200;
/** A race whose count of attempts stands still for so long has stalled: write(2) or a fault does not return. */
export const STALL_LIMIT_MS = 30_000;
/** A worker must have started, opened and mapped its file by then. */
const READY_LIMIT_MS = 60_000;
/** Once told to stop, workers leave within a few naps, unless they are stuck in the kernel. */
const LEAVE_LIMIT_MS = 5000;

/**
 * Races one step to its limit of time or attempts.
 *
 * @returns what was found, also where it failed on the way: nothing found is lost
 */
export async function raceStep(order: StepOrder): Promise<StepOutcome> {
  const race = new StepRace(order);
  await race.start();
  await race.watch();
  return race.leave();
}

class StepRace {
  readonly #order: StepOrder;
  readonly #slots = new SharedArrayBuffer(SLOTS_BYTES);
  readonly #counts: SharedArrayBuffer;
  readonly #evidence: Evidence[] = [];
  #ready = 0;
  #begun = 0;
  #over = 0;
  #failure: string | null = null;
  #secondsToFirstStale: number | null = null;
  #startedSeconds = monotonicSeconds();
  /** Wakes the watcher before its next look is due. */
  #wake: () => void = () => undefined;

  constructor(order: StepOrder) {
    this.#order = order;
    this.#counts = sharedCounts(order.strategies.length);
  }

  /** The reader opens its file first: in the overlayfs control the writer's open makes the copy-up. */
  async start(): Promise<void> {
    const { workers, files, step, strategies } = this.#order;
    await this.#begin(workers.reader, files.read);
    if (hasSecondReader(step, strategies) && this.#failure === null)
      await this.#begin(workers.secondReader, files.read);
    if (this.#failure === null) await this.#begin(workers.writer, files.write);
    this.#startedSeconds = monotonicSeconds();
  }

  async #begin(role: Role, path: string): Promise<void> {
    const { step, seed, strategies, points, attemptsLimit, evidenceLimit } = this.#order;
    const { roundsLimit } = this.#order;
    const wanted = this.#ready + 1;
    role.hear = (message) => this.#hear(message);
    this.#begun++;
    beginStep(role, {
      slots: this.#slots,
      counts: this.#counts,
      path,
      step,
      seed,
      strategies,
      points: { ...points, seed },
      ...(roundsLimit === undefined ? {} : { roundsLimit }),
      attemptsLimit,
      evidenceLimit,
    });
    const deadlineMs = performance.now() + READY_LIMIT_MS;
    while (this.#ready < wanted && this.#failure === null) {
      if (performance.now() > deadlineMs) this.#fail('a worker could not open its file in time');
      await this.#nextLook(LOOK_EVERY_MS);
    }
  }

  #hear(message: WorkerMessage): void {
    if (message.type === 'ready') this.#ready++;
    if (message.type === 'over') this.#over++;
    if (message.type === 'failed' && this.#over < this.#begun)
      this.#fail(explainErrno(message.code, message.message));
    if (message.type === 'found') this.#keep(message.evidence, message.atSeconds, message.kind);
    this.#wake();
  }

  #keep(evidence: Evidence, atSeconds: number, kind: FindingKind): void {
    // Not from when the reader was made: it had to wait for the others.
    const seconds = Math.max(0, atSeconds - this.#startedSeconds);
    this.#evidence.push(evidence);
    if (kind === 'stale') this.#secondsToFirstStale ??= seconds;
    this.#order.onStale(evidence, seconds, kind);
  }

  /** Keeps the first failure, for later ones follow from it, and stops the race. */
  #fail(message: string): void {
    this.#failure ??= message;
    this.#stop(Stop.NOW);
  }

  #stop(how: number): void {
    stop(new Int32Array(this.#slots), how);
  }

  #seconds(): number {
    return monotonicSeconds() - this.#startedSeconds;
  }

  #sum(): Counts {
    return this.#countsByStrategy().reduce(addCounts, noCounts());
  }

  #countsByStrategy(): Counts[] {
    return countsIn(this.#counts).map(({ tally }) => countsOf(tally));
  }

  /** Until all workers have ended the step, or one stands still. */
  async watch(): Promise<void> {
    const { secondsLimit, signal, step, onProgress } = this.#order;
    const limits = { ...this.#order, isRace: step.meeting === 'at-once' };
    let attempts = 0;
    // Who was stopped with its threads has not seen them stand still.
    const time = new WatchedTime();
    let movedMs = time.look();
    while (this.#over < this.#begun && this.#failure === null) {
      const leftMs = secondsLimit * 1000 - this.#seconds() * 1000;
      await this.#nextLook(leftMs > 0 ? Math.min(LOOK_EVERY_MS, leftMs) : LOOK_EVERY_MS);
      const counts = this.#sum();
      const nowMs = time.look();
      if (counts.attempts !== attempts) movedMs = nowMs;
      attempts = counts.attempts;
      onProgress(counts, this.#seconds());
      const enough = isEnough(limits, this.#seconds(), this.#countsByStrategy());
      if (enough || signal.aborted) this.#stop(Stop.SOON);
      if (nowMs - movedMs > STALL_LIMIT_MS) {
        this.#fail(
          `no attempt has ended for ${STALL_LIMIT_MS / 1000} s: write(2) or a read fault is stuck in the kernel`,
        );
      }
    }
  }

  /** Sleeps until it is time to look again, or a worker has said something. */
  async #nextLook(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Sees the workers off, and tells what they found. */
  async leave(): Promise<StepOutcome> {
    const seconds = this.#seconds();
    this.#stop(Stop.NOW);
    const deadlineMs = performance.now() + LEAVE_LIMIT_MS;
    while (this.#over < this.#begun && performance.now() < deadlineMs)
      await this.#nextLook(LOOK_EVERY_MS);
    // What a failed step's workers say later must not be heard by the next one.
    const stuck = this.#over < this.#begun;
    if (stuck || this.#failure !== null) this.#order.workers.broken = true;
    const secondsToFirstStale = this.#secondsToFirstStale;
    const [counts, evidence, failure] = [this.#sum(), this.#evidence, this.#failure];
    const byStrategy = this.#named(this.#countsByStrategy());
    const durations = this.#named(countsIn(this.#counts).map(({ timing }) => timing.durations()));
    const staggers = this.#named(countsIn(this.#counts).map(({ bins }) => bins.bins()));
    const found = { counts, byStrategy, durations, staggers, evidence, secondsToFirstStale };
    return { ...found, seconds, failure, stuck };
  }

  /** What there is of each strategy, by its name. */
  #named<T>(each: readonly T[]): Partial<Record<StrategyId, T>> {
    return Object.fromEntries(each.map((one, index) => [this.#order.strategies[index], one]));
  }
}
