/** A campaign under way: makes runs, puts each into the journal, and keeps what all of them have shown. */
import type { Logger } from 'pino';
import { messageOf, UntestedError, UsageError } from '../errors.js';
import { type BadIf, judge, parseBadIf } from '../result/bad-if.js';
import type { Result } from '../result/result.js';
import type { Journal } from './journal/journal.js';
import type { CampaignRun } from './journal/records.js';
import { type Outcome, outcomeOf } from './outcome.js';
import type { KernelCounts } from './run-counts.js';
import { seedOf } from './seeds.js';
import { CampaignState } from './state.js';

/** One run to be made. */
export interface RunOrder {
  /** K. */
  readonly k: string;
  readonly seed: number;
  readonly signal: AbortSignal;
}

/** Tests one kernel once. Throws a UsageError where holerace itself could not. */
export type KernelRunner = (order: RunOrder) => Promise<Result>;

/** So many runs in a row that holerace itself could not make are no fault of the kernels. */
const FAULTS_LIMIT = 5;

interface Timing {
  readonly startedAt: Date;
  readonly seconds: number;
}

export interface CampaignOptions {
  readonly journal: Journal;
  readonly runner: KernelRunner;
  readonly signal: AbortSignal;
  readonly log: Logger;
}

export class Campaign {
  readonly #options: CampaignOptions;
  /** What all of them have shown. */
  readonly state: CampaignState;
  readonly #badIf: readonly BadIf[];
  #faultsInARow = 0;

  /** Takes up what the journal holds. */
  constructor(options: CampaignOptions) {
    this.#options = options;
    const { header, runs, builds } = options.journal;
    this.#badIf = parseBadIf(header.badIf);
    this.state = new CampaignState(header.kernels.length, runs, this.#badIf, builds);
  }

  /** What the runs of each kernel have shown. */
  get counts(): readonly KernelCounts[] {
    return this.state.counts;
  }

  /** Each kernel's latest outcome, null where there is none yet. */
  get latest(): readonly (Outcome | null)[] {
    return this.state.latest;
  }

  /** K of a kernel. */
  nameOf(kernel: number): string {
    return this.#options.journal.header.kernels[kernel]?.k ?? '';
  }

  /**
   * Makes one run, and has it on disk before it returns.
   *
   * @throws UsageError where the journal cannot be written, or run after run cannot be made
   * @throws InterruptedError where it was interrupted; such a run counts only if it was bad before that
   */
  async run(kernel: number): Promise<Outcome> {
    const { signal } = this.#options;
    signal.throwIfAborted();
    const startedAt = new Date();
    const made = await this.#make(kernel);
    const seconds = (Date.now() - startedAt.getTime()) / 1000;
    if (!(made instanceof Error)) return this.#note(kernel, { startedAt, seconds }, made);
    signal.throwIfAborted();
    this.#countFault(made);
    // A fault of holerace's own says nothing of the kernel: the same command tries again.
    const reason = messageOf(made);
    const verdict = 'untested';
    const outcome: Outcome = { kernel, verdict, counted: verdict, reason, seconds, result: null };
    this.state.keep(outcome);
    return outcome;
  }

  async #make(kernel: number): Promise<Result | Error> {
    const { runner, signal, journal } = this.#options;
    const run = this.#nextRun(kernel);
    const seed = seedOf(journal.header.seed, run, kernel);
    try {
      return await runner({ k: this.nameOf(kernel), seed, signal });
    } catch (error) {
      if (error instanceof UsageError || error instanceof UntestedError) return error;
      throw error;
    }
  }

  #note(kernel: number, { startedAt, seconds }: Timing, result: Result): Outcome {
    const { signal, journal } = this.#options;
    if (judge(result, this.#badIf) !== 'bad') signal.throwIfAborted();
    const record: CampaignRun = {
      record: 'run',
      kernel,
      run: this.#nextRun(kernel),
      startedAt: startedAt.toISOString(),
      seconds,
      verdict: result.verdict,
      result,
    };
    journal.append(record);
    this.#faultsInARow = 0;
    const outcome = outcomeOf(record, this.#badIf);
    this.state.keep(outcome);
    return outcome;
  }

  /** Counted from 1. Runs that could not be made are not in the journal, and not counted. */
  #nextRun(kernel: number): number {
    return this.#options.journal.runs.filter((one) => one.kernel === kernel).length + 1;
  }

  #countFault(fault: Error): void {
    this.#faultsInARow++;
    if (this.#faultsInARow < FAULTS_LIMIT) return;
    throw new UsageError(
      `${FAULTS_LIMIT} runs in a row could not be made, the last one because ${fault.message}`,
    );
  }
}
