/** The real racer of a reduction: each run races in a guest that is up, or in a new one where its machine is another. */
import type { Logger } from 'pino';
import { RefusedByMkfs } from '../../errors.js';
import type { Kernel } from '../../kernels/kernel.js';
import { type RacePlan, racingSecondsOn } from '../../race/plan.js';
import type { RecordSink } from '../../result/records.js';
import type { Result, TracedCall } from '../../result/result.js';
import { RacingGuest } from '../../vm/racing-guest.js';
import { GuestsUp } from '../guests-up.js';
import { seedOf } from '../seeds.js';
import { type GuestOptions, guestsKept } from '../vm-runner.js';
import type { Setting } from './setting.js';
import type { Racer, Seen } from './tries.js';

/** Of the machines that are tried: before, with less, and one more. */
const GUESTS_UP = 2;
/** Beyond the racing time: boot, mkfs, and what a fault passes. */
const TIMEOUT_BEYOND_RACING_SECONDS = 300;
/** Stale reads that are kept with their evidence, and after which a run ends: at one point so many tell how often. */
const EVIDENCE = {
  ...{ 'until-stale': 1, 'traced-fault': 1, 'traced-change': 1 },
  ...{ 'at-point': 8, whole: 16 },
} as const;
const TRACED: Readonly<Partial<Record<Setting['kind'], TracedCall>>> = {
  'traced-fault': 'read fault',
  'traced-change': 'change',
};
/** Nearly every attempt is stale at a point of the window. */
const SECONDS_AT_POINT = 2;

export interface RacerOptions {
  readonly kernel: Kernel;
  readonly scenario: string;
  /** What is raced of each setting, where the setting does not say it. */
  readonly plan: Pick<RacePlan, 'seed' | 'expect'>;
  /** Racing time of a run at the most. */
  readonly seconds: number;
  readonly guest: GuestOptions;
  readonly runsPerBoot: number;
  /** Runs that were made before: each has a seed of its own. */
  readonly runsBefore: number;
  /** The command line that makes a run again. */
  readonly again: (plan: RacePlan, guest: GuestOptions) => string;
  readonly signal: AbortSignal;
  readonly log: Logger;
  readonly sink: RecordSink;
}

export class VmRacer {
  readonly #options: RacerOptions;
  readonly #guests: GuestsUp;
  #runs: number;

  constructor(options: RacerOptions) {
    this.#options = options;
    this.#runs = options.runsBefore;
    this.#guests = new GuestsUp({
      ...{ runsPerBoot: options.runsPerBoot, keepsUntested: true },
      most: guestsKept(GUESTS_UP, options.guest),
      start: (staysUp) => new RacingGuest(staysUp),
    });
  }

  /** The plan of a setting. */
  planOf(setting: Setting): RacePlan {
    const { scenario, plan, seconds } = this.#options;
    const { step, strategies, points, places, kind } = setting;
    const isWhole = kind === 'whole';
    const isAtPoint = kind === 'at-point';
    const traces = TRACED[kind];
    return {
      ...{ scenarios: [scenario], attempts: null, untilBound: null, budgetSeconds: null },
      seconds: isAtPoint ? Math.min(seconds, SECONDS_AT_POINT) : seconds,
      ...{ seed: seedOf(plan.seed, this.#runs), expect: plan.expect },
      ...{ strategies, leavesOut: false, untilStale: !isWhole },
      ...(traces === undefined ? {} : { traces }),
      evidenceLimit: EVIDENCE[kind],
      ...(step === null ? {} : { step }),
      ...(points === null ? {} : { points }),
      ...(places === null ? {} : { places }),
    };
  }

  /** The guest of a setting. */
  guestOf({ cpus, filesystem, options }: Setting): GuestOptions {
    return {
      ...this.#options.guest,
      ...{ cpus, filesystems: [filesystem], filesystemOptions: options },
    };
  }

  /** Makes one run. Throws what ends a campaign. */
  readonly race: Racer = async (setting) => {
    const { signal } = this.#options;
    signal.throwIfAborted();
    this.#runs++;
    const startedMs = performance.now();
    const seen = await this.#seen(setting);
    // What was interrupted tells nothing, unless it was stale before.
    if (seen.verdict !== 'stale') signal.throwIfAborted();
    return { ...seen, seconds: (performance.now() - startedMs) / 1000 };
  };

  /** Ends all guests. */
  async close(): Promise<void> {
    await this.#guests.close();
  }

  async #seen(setting: Setting): Promise<Omit<Seen, 'seconds'>> {
    try {
      const result = await this.#result(setting);
      const { verdict, reason, finding, scenarios } = result;
      const told = reason ?? finding?.message ?? scenarios[0]?.reason ?? null;
      const isImpossible = verdict === 'untested' && finding === null && lacksForEver(result);
      return { verdict, reason: told, isImpossible, result };
    } catch (error) {
      if (!(error instanceof RefusedByMkfs)) throw error;
      return { verdict: 'untested', reason: error.message, isImpossible: true, result: null };
    }
  }

  async #result(setting: Setting): Promise<Result> {
    const { kernel, again, signal, log, sink } = this.#options;
    const plan = this.planOf(setting);
    const guest = this.guestOf(setting);
    const timeoutSeconds = racingSecondsOn(1, plan) + TIMEOUT_BEYOND_RACING_SECONDS;
    const options = {
      ...{ ...guest, kernel, plan, signal, log, sink, timeoutSeconds },
      again: again(plan, guest),
    };
    if (setting.kind !== 'whole') return this.#guests.race(`${setting.cpus}`, options);
    // As whoever runs it again will race: in a boot of its own, with no other guest beside it.
    await this.#guests.close();
    const alone = new RacingGuest(false);
    try {
      return await alone.race(options);
    } finally {
      await alone.close();
    }
  }
}

/** Whether a race was untested for want of something that no time brings. */
function lacksForEver({ scenarios }: Result): boolean {
  const [scenario] = scenarios;
  if (scenario === undefined) return true;
  // A race that has not come to its end may do so the next time.
  return scenario.gates.some(
    ({ id, met, metByTime }) => !met && metByTime !== true && id !== 'completed',
  );
}
