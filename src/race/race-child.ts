/** The parent of the racing process: starts it, keeps what it reports, and tells how it ended. */
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { ResultBuilder } from '../result/builder/result-builder.js';
import { RecordReader } from '../result/record-reader.js';
import type { RecordSink } from '../result/records.js';
import type { Result } from '../result/result.js';
import { explainEnd, type Outcome } from './child-end.js';
import { type RaceFiles, type RacePlan, racingSecondsOn } from './plan.js';
import type { ProcessOrder } from './race.process.js';

const PROGRAM = fileURLToPath(new URL('./race.process.js', import.meta.url));
/** Asked to stop, or beyond its time, the child is given so long to report before it is killed. */
const GRACE_MS = 15_000;
/** A longer timer goes off at once (Node.js, setTimeout). */
const TIMER_LIMIT_MS = 2 ** 31 - 1;
/** After SIGKILL a process that can end has ended. */
const KILL_LIMIT_MS = 20_000;
/** Beyond its racing time: start, first faults, and the race's own limit for one that stalls. */
const OVERHEAD_LIMIT_MS = 120_000;

export interface ChildOrder {
  readonly plan: RacePlan;
  readonly files: RaceFiles;
  readonly builder: ResultBuilder;
  readonly sink: RecordSink;
  readonly signal: AbortSignal;
}

export interface ChildOutcome {
  readonly result: Result;
  /** The child is stuck in the kernel: whoever touches its file may get stuck as well. */
  readonly stuck: boolean;
}

/**
 * Races in a child process, which a SIGBUS or a stuck system call may take without taking holerace.
 *
 * @returns the result of what it reported, with a finding where it died
 */
export async function raceInChild(order: ChildOrder): Promise<ChildOutcome> {
  const { plan, files, builder, signal } = order;
  const child = new RacingChild(order);
  child.tell({ plan, files, parent: process.pid });
  const outcome = await child.outcome();
  const cutShort = { garbage: child.garbage, overdue: child.overdue, stuck: builder.stuck };
  // It may have said all it had to say, and be stuck in the kernel on its way out.
  const isWhole = builder.done && builder.stuck === null && child.garbage === null;
  const ended = isWhole && outcome !== 'unkillable';
  const finding = ended || signal.aborted ? null : explainEnd(outcome, cutShort, files.write);
  const reason = signal.aborted ? 'the run was interrupted' : (finding?.message ?? null);
  return { result: builder.finish({ finding, reason }), stuck: outcome === 'unkillable' };
}

/** The child, its deadlines, and what it says. */
class RacingChild {
  /** Whether it did not end within its racing time and what may come on top. */
  overdue = false;
  readonly #signal: AbortSignal;
  readonly #reader: RecordReader;
  readonly #child = execa(process.execPath, [PROGRAM], {
    stdin: 'pipe',
    stdout: 'pipe',
    stderr: 'pipe',
    buffer: { stdout: false, stderr: true },
    maxBuffer: { stderr: 64 * 1024 },
    reject: false,
    cleanup: true,
  });
  /** A thread that is stuck in the kernel survives SIGKILL: then the child is left behind. */
  readonly #unkillable: Promise<'unkillable'>;
  #giveUp: () => void = () => undefined;
  #killTimer: NodeJS.Timeout | undefined;
  readonly #timeTimer: NodeJS.Timeout;
  readonly #askToStop = (): void => this.#stop();

  constructor({ plan, builder, sink, signal }: ChildOrder) {
    this.#signal = signal;
    this.#unkillable = new Promise((resolve) => {
      this.#giveUp = () => resolve('unkillable');
    });
    this.#reader = new RecordReader((record) => {
      builder.add(record);
      sink(record);
      // It ends itself now, if the kernel lets it.
      if (record.record === 'done' || record.record === 'stuck') this.#awaitDeath();
    });
    this.#child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      this.#reader.push(chunk);
      // Nothing that follows would be believed.
      if (this.garbage !== null) this.#stop();
    });
    // A child that died at once leaves a closed pipe; how it ended is told below.
    this.#child.stdin.on('error', () => undefined);
    const racingMs = racingSecondsOn(1, plan) * 1000;
    this.#timeTimer = setTimeout(
      () => {
        this.overdue = true;
        this.#stop();
      },
      Math.min(racingMs + OVERHEAD_LIMIT_MS, TIMER_LIMIT_MS),
    );
    if (signal.aborted) this.#askToStop();
    else signal.addEventListener('abort', this.#askToStop, { once: true });
  }

  /** What it said that is no record, null where all was well. */
  get garbage(): string | null {
    return this.#reader.garbage;
  }

  tell(order: ProcessOrder): void {
    this.#child.stdin.write(`${JSON.stringify(order)}\n`);
  }

  /** Waits until it has ended, and all that it said is read; or until it has to be left behind. */
  async outcome(): Promise<Outcome | 'unkillable'> {
    const child = this.#child;
    const outcome = await Promise.race([child, this.#unkillable]);
    if (outcome === 'unkillable') {
      child.unref();
      child.stdout.destroy();
    } else if (!child.stdout.readableEnded) {
      await once(child.stdout, 'close').catch(() => undefined);
    }
    clearTimeout(this.#timeTimer);
    clearTimeout(this.#killTimer);
    this.#signal.removeEventListener('abort', this.#askToStop);
    return outcome;
  }

  /** Has it stop and report, and kills it if it does not. */
  #stop(): void {
    this.#child.stdin.end();
    this.#killTimer ??= setTimeout(() => {
      this.#child.kill('SIGKILL');
      this.#killTimer = undefined;
      this.#awaitDeath();
    }, GRACE_MS);
  }

  #awaitDeath(): void {
    this.#killTimer ??= setTimeout(this.#giveUp, KILL_LIMIT_MS);
  }
}
