/** The scenario that has begun and not yet ended, as far as its records tell: what stands where it never ends. */
import { EVIDENCE_CEILING } from '../limits.js';
import type { FoundRecord, Progress } from '../records.js';
import { type Evidence, type ScenarioResult, TEXT_LIMIT } from '../result.js';

/** How far it is known to have come. */
type Sofar = Pick<
  Progress,
  'seconds' | 'attempts' | 'overlapped' | 'early' | 'late' | 'stale' | 'sigbus'
>;

export class OpenScenario {
  readonly id: string;
  readonly filesystem: string;
  #sofar: Sofar | null = null;
  #evidence: Evidence[] = [];
  #staleRecords = 0;
  #sigbusRecords = 0;
  #secondsToFirstStale: number | null = null;

  /** @param before what it came to in turns before, null where this is its first */
  constructor(id: string, filesystem: string, before: ScenarioResult | null) {
    this.id = id;
    this.filesystem = filesystem;
    if (before === null) return;
    this.#sofar = before;
    this.#evidence = [...before.evidence];
    this.#staleRecords = before.stale;
    this.#sigbusRecords = before.sigbus;
    this.#secondsToFirstStale = before.secondsToFirstStale;
  }

  /** What was found does not become less. */
  noteProgress(progress: Sofar): void {
    const [stale, sigbus] = [this.#stale, this.#sigbus];
    this.#sofar = {
      ...progress,
      stale: Math.max(stale, progress.stale),
      sigbus: Math.max(sigbus, progress.sigbus),
    };
  }

  noteFound({ record, evidence, seconds }: FoundRecord): void {
    if (record === 'sigbus') this.#sigbusRecords++;
    else {
      this.#staleRecords++;
      this.#secondsToFirstStale ??= seconds;
    }
    if (this.#evidence.length < EVIDENCE_CEILING) this.#evidence.push(evidence);
  }

  /** Whether a result of it holds less than what was reported before. */
  exceeds({ stale, sigbus }: Pick<ScenarioResult, 'stale' | 'sigbus'>): boolean {
    return stale < this.#stale || sigbus < this.#sigbus;
  }

  get #stale(): number {
    return Math.max(this.#staleRecords, this.#sofar?.stale ?? 0);
  }

  get #sigbus(): number {
    return Math.max(this.#sigbusRecords, this.#sofar?.sigbus ?? 0);
  }

  /**
   * What is known of it where it did not come to its end. A stale read that was reported stands.
   *
   * @param why it did not
   */
  cutShort(why: string): ScenarioResult {
    const sofar = this.#sofar;
    const evidence = this.#evidence;
    const [stale, sigbus] = [this.#stale, this.#sigbus];
    // What was told on the way need not agree with itself: the result has to.
    const attempts = atMost(Math.max(sofar?.attempts ?? 0, stale + sigbus));
    const early = Math.min(sofar?.early ?? 0, attempts);
    const reason = why.slice(0, TEXT_LIMIT);
    return {
      id: this.id,
      filesystem: this.filesystem,
      verdict: stale > 0 ? 'stale' : 'untested',
      reason: stale > 0 ? null : reason,
      seconds: sofar?.seconds ?? 0,
      attempts,
      overlapped: Math.min(sofar?.overlapped ?? 0, attempts),
      early,
      late: Math.min(sofar?.late ?? 0, attempts - early),
      discarded: 0,
      stale,
      // Evidence of SIGBUS may be there as well.
      lasting: Math.min(stale, evidence.filter(({ lasting }) => lasting).length),
      sigbus,
      secondsToFirstStale: this.#secondsToFirstStale,
      rateBound95: null,
      strategies: [],
      gates: [{ id: 'completed', met: false, detail: reason }],
      evidence,
    };
  }
}

/** A count that a result can hold: two of them together may be larger. */
function atMost(count: number): number {
  return Math.min(count, Number.MAX_SAFE_INTEGER);
}
