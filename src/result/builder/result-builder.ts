/** Builds the result from the records of a race, whether they came from a child process or a guest. */
import { lackOf, scenarioAgrees } from '../agreement.js';
import type { Complaint } from '../complaint.js';
import { printable } from '../printable.js';
import type { RaceRecord } from '../records.js';
import {
  type LeftOut,
  RESULT_SCHEMA,
  type Result,
  type ScenarioResult,
  type Target,
  TEXT_LIMIT,
} from '../result.js';
import { overallVerdict, rateBound95 } from '../verdict.js';
import { ComplaintsHeard } from './complaints-heard.js';
import { OpenScenario } from './open-scenario.js';
import type { Ending, ResultContext } from './result-context.js';

/** More of either than any race has; the schema's limits. */
const TARGETS_CEILING = 64;
const SCENARIOS_CEILING = 2048;
/** Characters of all scenarios together, as they are saved: what a guest says fills no more memory, and no more of a file. */
const KEPT_LIMIT = 64 * 1024 ** 2;
/** Reasons that are kept: the first says most. */
const REASONS_CEILING = 16;

export class ResultBuilder {
  readonly #context: ResultContext;
  readonly #startedAt = new Date();
  readonly #targets: Target[] = [];
  readonly #scenarios: ScenarioResult[] = [];
  readonly #leftOut: LeftOut[] = [];
  readonly #reasons: string[] = [];
  readonly #complaints = new ComplaintsHeard();
  #release: string;
  #cpus: number;
  #keptLength = 0;
  #done = false;
  #stuck: string | null = null;
  #refused: string | null = null;
  /** The scenario that has begun and not yet ended. */
  #open: OpenScenario | null = null;

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
    return this.#complaints.list;
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
        this.#begin(record.scenario, record.filesystem);
        break;
      case 'progress':
        this.#openOne(record.scenario, record.filesystem)?.noteProgress(record);
        break;
      case 'stale':
      case 'sigbus':
        this.#openOne(record.scenario, record.filesystem)?.noteFound(record);
        break;
      case 'scenario':
        this.#close(record.scenario);
        break;
      case 'listening':
      case 'complaint':
      case 'complaint-again':
        this.#complaints.add(record);
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
      case 'running':
      case 'ran':
      case 'end':
        break;
    }
  }

  /** A scenario that had a turn before goes on from what it came to. */
  #begin(id: string, filesystem: string): void {
    const at = this.#scenarios.findIndex(
      (one) => one.id === id && one.filesystem === filesystem && hasCompleted(one),
    );
    const [before = null] = at === -1 ? [] : this.#scenarios.splice(at, 1);
    this.#open = new OpenScenario(id, filesystem, before);
  }

  /** Keeps a reason why the whole is no clean verdict. */
  #note(reason: string): void {
    if (this.#reasons.length < REASONS_CEILING) this.#reasons.push(reason);
  }

  /** The open scenario, null where a record is not of it. */
  #openOne(id: string, filesystem: string): OpenScenario | null {
    const open = this.#open;
    if (open?.id === id && open.filesystem === filesystem) return open;
    this.#note(`a record of ${id} came while it was not raced`);
    return null;
  }

  /** Takes a scenario's result, if it agrees with itself and with all that was reported before it. */
  #close(scenario: ScenarioResult): void {
    const open = this.#openOne(scenario.id, scenario.filesystem);
    if (open === null) return;
    const bound = scenario.verdict === 'clean' ? rateBound95(scenario.overlapped) : null;
    const bounded = { ...scenario, rateBound95: bound };
    if (!scenarioAgrees(bounded) || open.exceeds(scenario)) {
      const why = `the counts of ${scenario.id} contradict each other`;
      this.#note(why);
      this.#leaveOpen(why);
      return;
    }
    this.#keep(bounded);
    this.#open = null;
  }

  /** Keeps what is known of a scenario that will not come to its end. */
  #leaveOpen(why: string): void {
    if (this.#open !== null) this.#keep(this.#open.cutShort(why));
    this.#open = null;
  }

  #keep(scenario: ScenarioResult): void {
    this.#keptLength += JSON.stringify(scenario).length;
    if (this.#keptLength > KEPT_LIMIT) this.#note('more was told of scenarios than any race has');
    const kept = this.#keptLength > KEPT_LIMIT ? bareOf(scenario) : scenario;
    if (this.#scenarios.length < SCENARIOS_CEILING) this.#scenarios.push(kept);
    else this.#note('more scenarios were reported than any race has');
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
      // A clock that is set back meanwhile is no reason for a result that nobody reads.
      seconds: Math.max(0, Date.now() - this.#startedAt.getTime()) / 1000,
      holerace: this.#context.holerace,
      expect: this.#context.expect,
      kernel: { release: this.#release, source: fitted(this.#context.kernelSource) },
      machine: {
        ...{ cpus: this.#cpus, accel: this.#context.accel, ...this.#context.added },
        ...racesBeforeOf(this.#context),
      },
      target: this.#targets[0] ?? null,
      targets: this.#targets,
      scenarios: this.#scenarios,
      leftOut: this.#leftOut,
      finding,
      complaints: this.complaints,
      ...(this.#context.again === undefined ? {} : { again: fitted(this.#context.again) }),
    };
  }
}

/** A scenario without all that may be long: a stale read that was told of stands, and nothing is clean. */
function bareOf(scenario: ScenarioResult): ScenarioResult {
  const { hits: _, path: __, ...rest } = scenario;
  const why = 'more was told than is kept';
  const isStale = scenario.verdict === 'stale';
  return {
    ...rest,
    ...{ verdict: isStale ? 'stale' : 'untested', reason: isStale ? null : why },
    ...{ rateBound95: null, strategies: [], evidence: [] },
    gates: [{ id: 'completed', met: false, detail: why }],
  };
}

/** The first race of a boot says nothing of others. */
function racesBeforeOf({ racesBefore = 0 }: ResultContext): Pick<Result['machine'], 'racesBefore'> {
  return racesBefore === 0 ? {} : { racesBefore };
}

/** Text from outside as a result holds it. */
function fitted(text: string): string {
  return printable(text).slice(0, TEXT_LIMIT);
}

/** Whether a scenario came to the end of its time, or of its attempts. */
function hasCompleted({ gates }: ScenarioResult): boolean {
  return gates.every(({ id, met }) => id !== 'completed' || met);
}
