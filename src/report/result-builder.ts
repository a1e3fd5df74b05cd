/** Builds the result from the records of a race, whether they came from a child process or a guest. */
import type { Progress, RaceRecord } from './records.js';
import {
  type Evidence,
  type Expect,
  type Finding,
  RESULT_SCHEMA,
  type Result,
  type ScenarioResult,
  type Target,
} from './result.js';
import { isConsistent, overallVerdict } from './verdict.js';

export interface ResultContext {
  readonly holerace: string;
  readonly seed: number;
  readonly expect: Expect;
  /** What the kernel was called by whoever asked for it. */
  readonly kernelSource: string;
  /** Its release where it is known without booting it, else an empty text. */
  readonly kernelRelease: string;
  readonly accel: string | null;
  readonly cpus: number;
  /** The scenarios that the race was told to run on each filesystem. */
  readonly scenarios: readonly string[];
}

/** How the race ended, as far as its records do not say it. */
export interface Ending {
  readonly finding: Finding | null;
  /** Why the result is not whole, else null. */
  readonly reason: string | null;
}

export class ResultBuilder {
  readonly #context: ResultContext;
  readonly #startedAt = new Date();
  readonly #targets: Target[] = [];
  readonly #scenarios: ScenarioResult[] = [];
  readonly #reasons: string[] = [];
  #release: string;
  #cpus: number;
  #done = false;
  /** The scenario that has begun and not yet ended. */
  #open: { id: string; filesystem: string } | null = null;
  #progress: Progress | null = null;
  #evidence: { evidence: Evidence; seconds: number }[] = [];

  constructor(context: ResultContext) {
    this.#context = context;
    this.#release = context.kernelRelease;
    this.#cpus = context.cpus;
  }

  /** Whether the race has said that it has said everything. */
  get done(): boolean {
    return this.#done;
  }

  /** Takes the next record. */
  add(record: RaceRecord): void {
    switch (record.record) {
      case 'start':
        this.#release = record.kernelRelease;
        this.#cpus = record.cpus;
        break;
      case 'target':
        this.#targets.push(record.target);
        break;
      case 'racing':
        this.#open = { id: record.scenario, filesystem: record.filesystem };
        this.#progress = null;
        this.#evidence = [];
        break;
      case 'progress':
        this.#progress = record;
        break;
      case 'stale':
        this.#evidence.push({ evidence: record.evidence, seconds: record.seconds });
        break;
      case 'scenario':
        this.#close(record.scenario);
        break;
      case 'untested':
        this.#reasons.push(record.reason);
        break;
      case 'done':
        this.#done = true;
        break;
      case 'end':
        break;
    }
  }

  #close(scenario: ScenarioResult): void {
    if (isConsistent(scenario)) {
      this.#scenarios.push(scenario);
      this.#open = null;
    } else {
      this.#reasons.push(`the counts of ${scenario.id} contradict each other`);
    }
  }

  /** The result as it is now that the race has ended. */
  finish({ finding, reason }: Ending): Result {
    if (reason !== null) this.#reasons.push(reason);
    if (this.#open !== null) this.#scenarios.push(this.#cutShort(this.#open, reason));
    const whole = this.#done && finding === null && this.#reasons.length === 0 && this.#hasAll();
    const verdict = overallVerdict(this.#scenarios);
    if (!whole && this.#reasons.length === 0) {
      this.#reasons.push(finding?.message ?? 'the race ended before all scenarios had');
    }
    const untested = this.#scenarios.flatMap(({ id, reason: why }) =>
      why === null ? [] : [`${id}: ${why}`],
    );
    const reasons = [...this.#reasons, ...untested];
    return {
      schema: RESULT_SCHEMA,
      verdict: verdict === 'clean' && !whole ? 'untested' : verdict,
      reason: reasons.length === 0 ? null : reasons.join('; ').slice(0, 4096),
      seed: this.#context.seed,
      startedAt: this.#startedAt.toISOString(),
      seconds: (Date.now() - this.#startedAt.getTime()) / 1000,
      holerace: this.#context.holerace,
      expect: this.#context.expect,
      kernel: { release: this.#release, source: this.#context.kernelSource },
      machine: { cpus: this.#cpus, accel: this.#context.accel },
      target: this.#targets[0] ?? null,
      targets: this.#targets,
      scenarios: this.#scenarios,
      finding,
    };
  }

  /** Whether each filesystem that was raced has all the scenarios, and no clean word is missing. */
  #hasAll(): boolean {
    const { scenarios } = this.#context;
    return (
      this.#targets.length > 0 &&
      this.#targets.every(({ filesystem }) =>
        scenarios.every((id) =>
          this.#scenarios.some((one) => one.id === id && one.filesystem === filesystem),
        ),
      )
    );
  }

  /** What is known of a scenario that did not come to its end. A stale read that was reported stands. */
  #cutShort(
    { id, filesystem }: { id: string; filesystem: string },
    why: string | null,
  ): ScenarioResult {
    const progress = this.#progress;
    const evidence = this.#evidence.map((one) => one.evidence);
    const stale = Math.max(evidence.length, progress?.stale ?? 0);
    const attempts = Math.max(progress?.attempts ?? 0, stale);
    const detail = why ?? 'the race ended in the middle of the scenario';
    return {
      id,
      filesystem,
      verdict: stale > 0 ? 'stale' : 'untested',
      reason: stale > 0 ? null : detail,
      seconds: progress?.seconds ?? 0,
      attempts,
      overlapped: Math.min(progress?.overlapped ?? 0, attempts),
      early: progress?.early ?? 0,
      late: progress?.late ?? 0,
      stale,
      lasting: evidence.filter(({ lasting }) => lasting).length,
      secondsToFirstStale: this.#evidence[0]?.seconds ?? null,
      rateBound95: null,
      gates: [{ id: 'completed', met: false, detail }],
      evidence,
    };
  }
}
