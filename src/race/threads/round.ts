/** What the attempts of a round need to know of it: one object of fixed shape, filled anew for each round. */
import type { Rule } from '../changes/change.js';
import type { StrategyCounts } from '../counts/counts.js';
import { Count } from '../counts/tally.js';
import { judgeRacingLoad } from '../oracle/oracle.js';
import type { Choice } from '../strategies/choice.js';
import { STRATEGIES } from '../strategies/list.js';
import { NO_PROBE } from '../strategies/probe-points.js';
import type { StaggerSearch } from '../strategies/stagger-search.js';
import type { FaultHook, Strategy } from '../strategies/strategy.js';
import { Slot } from './slots.js';
import type { View } from './view.js';

/** A round ends after so long, where its attempts take long: else one strategy would keep the others waiting. */
const ROUND_LIMIT_MS = 500;
/** The first round of each strategy is shorter: that all have been tried once comes before any is tried for long. */
export const FIRST_ROUND_LIMIT_MS = 150;

/** The clock is read for one attempt in so many: seldom where they take microseconds, often enough where they take long. */
const ATTEMPTS_A_CLOCK = 8;

/** Attempts at a point before a probe goes to the next one: some milliseconds, much longer than it takes to go there. */
const ATTEMPTS_AT_A_POINT = 16;
/** Attempts by which one call at least must have reached it. */
const ATTEMPTS_TO_REACH_A_POINT = 8;

export interface RoundLimits {
  /** No round has more attempts. */
  readonly attemptsLimit: number;
  /** Whether it ends by time too: not where all attempts that are wanted fit into one, as those of a control. */
  readonly isTimed: boolean;
}

/** What a round has beside its strategy. */
export interface RoundOrder extends RoundLimits {
  /** The one that was chosen, as the step is raced by it. */
  readonly strategy: Strategy;
  readonly stamp: number;
  readonly counts: StrategyCounts;
  /** The second reader's view, where one takes part in the round. */
  readonly second: View | null;
  readonly judgesLate: boolean;
}

export class Round {
  strategy: Strategy = STRATEGIES.stagger;
  search: StaggerSearch;
  tally: Float64Array;
  timing: StrategyCounts['timing'];
  bins: StrategyCounts['bins'];
  hook: FaultHook | null = null;
  second: View | null = null;
  /** What a load shows before the round's changes, and after them; and what the reader stores. */
  before = 0;
  after = 0;
  stamp = 0;
  /** How often the reader looks before it sleeps. */
  spins = 0;
  isSteered = false;
  mayDiscard = false;
  /** Whether the reader spins the stagger where it is positive. */
  spinsStagger = false;
  /** Whether the load comes before the writer is let go. */
  loadsFirst = false;
  /** Whether the reader comes in the middle of the change, and not the writer in the middle of the fault. */
  readerAhead = false;
  /** Whether its calls must pass a probe. */
  hasProbe = false;
  /** Whether an attempt is judged as the next one has begun. */
  judgesLate = false;
  attemptsLimit = 0;
  startedMs = 0;
  /** Of the attempts at the point where its probe is: the first one, when that began, and the stale reads before. */
  #pointAttempt = 1;
  #pointMs = 0;
  #pointStale = 0;
  readonly #choice: Choice;
  timeLimitMs = 0;
  readonly #rule: Rule;
  readonly #seed: number;
  /** What strategies do beside the fault, once there was a round of theirs. */
  readonly #hooks = new Map<Strategy, FaultHook>();

  /** @param counts those of any strategy, until a round begins */
  constructor(rule: Rule, seed: number, choice: Choice, { tally, timing, bins }: StrategyCounts) {
    this.#rule = rule;
    this.#seed = seed;
    this.#choice = choice;
    this.search = choice.stagger;
    this.tally = tally;
    this.timing = timing;
    this.bins = bins;
  }

  /** Fills it for the next round. */
  begin(order: RoundOrder): void {
    const { strategy, stamp, counts } = order;
    this.strategy = strategy;
    this.search = this.#choice.stagger;
    this.tally = counts.tally;
    this.timing = counts.timing;
    this.bins = counts.bins;
    this.hook = this.#hookOf(strategy);
    this.second = order.second;
    this.before = this.#rule.before(stamp);
    this.after = this.#rule.after(stamp);
    this.stamp = stamp;
    this.spins = strategy.spins;
    this.isSteered = strategy.isSteered;
    this.mayDiscard = strategy.mayDiscard;
    this.spinsStagger = strategy.delay === 'spins';
    this.loadsFirst = strategy.delay === 'turn';
    this.readerAhead = strategy.seating === 'together' && strategy.ahead === 'reader';
    this.hasProbe = strategy.delay === 'probe';
    this.judgesLate = order.judgesLate;
    this.attemptsLimit = order.attemptsLimit;
    this.startedMs = performance.now();
    this.#beginPoint(1, this.startedMs);
    const limitMs = counts.tally[Count.ROUNDS] === 1 ? FIRST_ROUND_LIMIT_MS : ROUND_LIMIT_MS;
    this.timeLimitMs = order.isTimed ? limitMs : Number.POSITIVE_INFINITY;
  }

  #hookOf(strategy: Strategy): FaultHook | null {
    if (strategy.hook === null) return null;
    const hook = this.#hooks.get(strategy) ?? strategy.hook(this.#seed);
    this.#hooks.set(strategy, hook);
    return hook;
  }

  /** Gives back what the strategies hold. */
  close(): void {
    for (const hook of this.#hooks.values()) hook.close();
  }

  /** What the racing load of an attempt means. */
  outcomeOf(byte: number, hadReturned: boolean): number {
    const { before, after } = this;
    return judgeRacingLoad(byte, before, after, this.#rule.mayShowZeros, hadReturned);
  }

  /** Whether the round ends before an attempt: its calls pass no point of its probe, or it has used up its time. */
  isOver(attempt: number, slots: Int32Array): boolean {
    if (this.hasProbe && this.#leavesPoint(attempt, slots) && !this.#nextPoint(attempt, slots))
      return true;
    return (
      attempt % ATTEMPTS_A_CLOCK === 1 && performance.now() - this.startedMs > this.timeLimitMs
    );
  }

  /** Whether an attempt was to meet at a point that the kernel has not: that is known only as it is tried. */
  lacksProbe(slots: Int32Array): boolean {
    return this.hasProbe && slots[Slot.REACHED] === NO_PROBE;
  }

  /** Behind the last attempt: notes what the point has come to at which the probe was. */
  end(attempts: number, slots: Int32Array): void {
    if (this.hasProbe && attempts >= this.#pointAttempt)
      this.#notePoint(performance.now(), Atomics.load(slots, Slot.REACHED));
  }

  #leavesPoint(attempt: number, slots: Int32Array): boolean {
    const made = attempt - this.#pointAttempt;
    if (made >= ATTEMPTS_AT_A_POINT) return true;
    const reached = Atomics.load(slots, Slot.REACHED);
    return reached === NO_PROBE || (reached === 0 && made >= ATTEMPTS_TO_REACH_A_POINT);
  }

  /** Goes to another point, between two attempts: nobody looks at the slots. Returns false where there is none. */
  #nextPoint(attempt: number, slots: Int32Array): boolean {
    const nowMs = performance.now();
    this.#notePoint(nowMs, Atomics.load(slots, Slot.REACHED));
    this.#beginPoint(attempt, nowMs);
    if (!this.#choice.nextPoint()) return false;
    Atomics.store(slots, Slot.REACHED, 0);
    Atomics.store(slots, Slot.POINT, this.#choice.point);
    return true;
  }

  #beginPoint(attempt: number, nowMs: number): void {
    this.#pointAttempt = attempt;
    this.#pointMs = nowMs;
    this.#pointStale = this.tally[Count.STALE] ?? 0;
  }

  #notePoint(nowMs: number, reached: number): void {
    const hits = (this.tally[Count.STALE] ?? 0) - this.#pointStale;
    this.#choice.notePoint({ seconds: (nowMs - this.#pointMs) / 1000, hits, reached });
  }
}
