/** Builds the result from the records of a race, whether they came from a child process or a guest. */
import { type CleanOrder, lackOf, scenarioAgrees } from './agreement.js';
import type { Complaint } from './complaint.js';
import { COMPLAINTS_CEILING, EVIDENCE_CEILING } from './limits.js';
import { printable } from './printable.js';
import type { FoundRecord, Progress, RaceRecord } from './records.js';
import {
  type Evidence,
  type Finding,
  type LeftOut,
  RESULT_SCHEMA,
  type Result,
  type ScenarioResult,
  type Target,
  TEXT_LIMIT,
} from './result.js';
import { overallVerdict, rateBound95 } from './verdict.js';

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
  /** The command line that runs it again, where there is one. */
  readonly again?: string;
}

/** How the race ended, as far as its records do not say it. */
export interface Ending {
  readonly finding: Finding | null;
  /** Why the result is not whole, else null. */
  readonly reason: string | null;
}

interface OpenScenario {
  readonly id: string;
  readonly filesystem: string;
}

/** How far the open scenario is known to have come. */
type Sofar = Pick<
  Progress,
  'seconds' | 'attempts' | 'overlapped' | 'early' | 'late' | 'stale' | 'sigbus'
>;

/** More of either than any race has; the schema's limits. */
const TARGETS_CEILING = 64;
const SCENARIOS_CEILING = 2048;
/** Reasons that are kept: the first says most. */
const REASONS_CEILING = 16;

export class ResultBuilder {
  readonly #context: ResultContext;
  readonly #startedAt = new Date();
  readonly #targets: Target[] = [];
  readonly #scenarios: ScenarioResult[] = [];
  readonly #leftOut: LeftOut[] = [];
  readonly #reasons: string[] = [];
  /** By their numbers; null as long as nobody listens. */
  #complaints: Map<number, Complaint> | null = null;
  #release: string;
  #cpus: number;
  #done = false;
  #stuck: string | null = null;
  #refused: string | null = null;
  /** The scenario that has begun and not yet ended. */
  #open: OpenScenario | null = null;
  #progress: Sofar | null = null;
  #evidence: Evidence[] = [];
  #staleRecords = 0;
  #sigbusRecords = 0;
  #secondsToFirstStale: number | null = null;

  constructor(context: ResultContext) {
    this.#context = context;
    this.#release = context.kernelRelease;
    this.#cpus = context.cpus;
  }

  /** Whether the race has said that it has said everything. */
  get done(): boolean {
    return this.#done;
  }

  /** Why the race is stuck in the kernel, null where it is not. */
  get stuck(): string | null {
    return this.#stuck;
  }

  /** What the kernel's log has said by now, null where nobody listens to it. */
  get complaints(): Complaint[] | null {
    return this.#complaints === null ? null : [...this.#complaints.values()];
  }

  /** What mkfs said where it refused, null where it did not. */
  get refused(): string | null {
    return this.#refused;
  }

  /** Takes the next record. */
  add(record: RaceRecord): void {
    switch (record.record) {
      case 'start':
        this.#release = record.kernelRelease;
        this.#cpus = record.cpus;
        break;
      case 'target':
        if (this.#targets.length < TARGETS_CEILING) this.#targets.push(record.target);
        break;
      case 'racing':
        this.#leaveOpen('the next scenario began before it had ended');
        this.#begin({ id: record.scenario, filesystem: record.filesystem });
        break;
      case 'progress':
        if (this.#isOpen(record.scenario, record.filesystem)) this.#progress = record;
        break;
      case 'stale':
      case 'sigbus':
        if (this.#isOpen(record.scenario, record.filesystem)) this.#noteFound(record);
        break;
      case 'scenario':
        this.#close(record.scenario);
        break;
      case 'listening':
        this.#complaints ??= new Map();
        break;
      case 'complaint':
        this.#noteComplaint(record.number, record.complaint);
        break;
      case 'complaint-again':
        this.#noteAgain(record.number, record.times);
        break;
      case 'left-out':
        if (this.#leftOut.length < SCENARIOS_CEILING) this.#leftOut.push(record.leftOut);
        break;
      case 'untested':
        this.#note(record.reason);
        break;
      case 'refused':
        this.#refused ??= record.reason;
        this.#note(record.reason);
        break;
      case 'stuck':
        this.#stuck ??= record.reason;
        break;
      case 'done':
        this.#done = true;
        break;
      case 'log':
      case 'end':
        break;
    }
  }

  /** A scenario that had a turn before goes on from what it came to. */
  #begin({ id, filesystem }: OpenScenario): void {
    this.#open = { id, filesystem };
    const at = this.#scenarios.findIndex(
      (one) => one.id === id && one.filesystem === filesystem && hasCompleted(one),
    );
    const [before] = at === -1 ? [] : this.#scenarios.splice(at, 1);
    if (before === undefined) return;
    this.#progress = before;
    this.#evidence = [...before.evidence];
    this.#staleRecords = before.stale;
    this.#sigbusRecords = before.sigbus;
    this.#secondsToFirstStale = before.secondsToFirstStale;
  }

  /** Keeps a reason why the whole is no clean verdict. */
  #note(reason: string): void {
    if (this.#reasons.length < REASONS_CEILING) this.#reasons.push(reason);
  }

  #isOpen(id: string, filesystem: string): boolean {
    const open = this.#open?.id === id && this.#open.filesystem === filesystem;
    if (!open) this.#note(`a record of ${id} came while it was not raced`);
    return open;
  }

  #noteFound({ record, evidence, seconds }: FoundRecord): void {
    if (record === 'sigbus') this.#sigbusRecords++;
    else {
      this.#staleRecords++;
      this.#secondsToFirstStale ??= seconds;
    }
    if (this.#evidence.length < EVIDENCE_CEILING) this.#evidence.push(evidence);
  }

  /** The first of a number stands. */
  #noteComplaint(number: number, complaint: Complaint): void {
    const complaints = this.#complaints;
    if (complaints === null || complaints.has(number)) return;
    if (complaints.size < COMPLAINTS_CEILING) complaints.set(number, complaint);
  }

  #noteAgain(number: number, times: number): void {
    const known = this.#complaints?.get(number);
    if (known !== undefined) this.#complaints?.set(number, { ...known, times });
  }

  /** Takes a scenario's result, if it agrees with itself and with all that was reported before it. */
  #close(scenario: ScenarioResult): void {
    const staleBefore = Math.max(this.#staleRecords, this.#progress?.stale ?? 0);
    const sigbusBefore = Math.max(this.#sigbusRecords, this.#progress?.sigbus ?? 0);
    if (!this.#isOpen(scenario.id, scenario.filesystem)) return;
    const bound = scenario.verdict === 'clean' ? rateBound95(scenario.overlapped) : null;
    const bounded = { ...scenario, rateBound95: bound };
    const fewer = scenario.stale < staleBefore || scenario.sigbus < sigbusBefore;
    if (!scenarioAgrees(bounded) || fewer) {
      const why = `the counts of ${scenario.id} contradict each other`;
      this.#note(why);
      this.#leaveOpen(why);
      return;
    }
    this.#keep(bounded);
    this.#forgetOpen();
  }

  /** Keeps what is known of a scenario that will not come to its end. */
  #leaveOpen(why: string): void {
    if (this.#open !== null) this.#keep(this.#cutShort(this.#open, why));
    this.#forgetOpen();
  }

  #keep(scenario: ScenarioResult): void {
    if (this.#scenarios.length < SCENARIOS_CEILING) this.#scenarios.push(scenario);
    else this.#note('more scenarios were reported than any race has');
  }

  #forgetOpen(): void {
    this.#open = null;
    this.#progress = null;
    this.#evidence = [];
    this.#staleRecords = 0;
    this.#sigbusRecords = 0;
    this.#secondsToFirstStale = null;
  }

  /** The result as it is now that the race has ended. */
  finish({ finding, reason }: Ending): Result {
    if (reason !== null) this.#note(reason);
    this.#leaveOpen(reason ?? 'the race ended in the middle of the scenario');
    const raced = {
      targets: this.#targets,
      scenarios: this.#scenarios,
      leftOut: this.#leftOut,
    };
    const lack = this.#done ? lackOf(raced, this.#context) : 'the race ended before it was done';
    const why = finding?.message ?? lack;
    if (why !== null && this.#reasons.length === 0) this.#reasons.push(why);
    const whole = this.#reasons.length === 0;
    const verdict = overallVerdict(this.#scenarios);
    const untested = this.#scenarios.flatMap(({ id, reason: why }) =>
      why === null ? [] : [`${id}: ${why}`],
    );
    const reasons = [...this.#reasons, ...untested];
    return {
      schema: RESULT_SCHEMA,
      verdict: verdict === 'clean' && !whole ? 'untested' : verdict,
      reason: reasons.length === 0 ? null : fitted(reasons.join('; ')),
      seed: this.#context.seed,
      startedAt: this.#startedAt.toISOString(),
      seconds: (Date.now() - this.#startedAt.getTime()) / 1000,
      holerace: this.#context.holerace,
      expect: this.#context.expect,
      kernel: { release: this.#release, source: fitted(this.#context.kernelSource) },
      machine: { cpus: this.#cpus, accel: this.#context.accel, ...this.#context.added },
      target: this.#targets[0] ?? null,
      targets: this.#targets,
      scenarios: this.#scenarios,
      leftOut: this.#leftOut,
      finding,
      complaints: this.complaints,
      ...(this.#context.again === undefined ? {} : { again: fitted(this.#context.again) }),
    };
  }

  /** What is known of a scenario that did not come to its end. A stale read that was reported stands. */
  #cutShort({ id, filesystem }: OpenScenario, detail: string): ScenarioResult {
    const progress = this.#progress;
    const evidence = this.#evidence;
    const stale = Math.max(this.#staleRecords, progress?.stale ?? 0);
    const sigbus = Math.max(this.#sigbusRecords, progress?.sigbus ?? 0);
    const attempts = Math.max(progress?.attempts ?? 0, stale + sigbus);
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
      discarded: 0,
      stale,
      // Evidence of SIGBUS may be there as well.
      lasting: Math.min(stale, evidence.filter(({ lasting }) => lasting).length),
      sigbus,
      secondsToFirstStale: this.#secondsToFirstStale,
      rateBound95: null,
      strategies: [],
      gates: [{ id: 'completed', met: false, detail }],
      evidence,
    };
  }
}

/** Text from outside as a result holds it. */
function fitted(text: string): string {
  return printable(text).slice(0, TEXT_LIMIT);
}

/** Whether a scenario came to the end of its time, or of its attempts. */
function hasCompleted({ gates }: ScenarioResult): boolean {
  return gates.every(({ id, met }) => id !== 'completed' || met);
}
