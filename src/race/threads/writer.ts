/** The writer's side of a step. */
import { closeSync, openSync } from 'node:fs';
import { threadId } from '../../native/probe.js';
import type { Step } from '../../scenarios/scenario.js';
import type { Performer, Rule } from '../changes/change.js';
import { CHANGES } from '../changes/list.js';
import { countsIn } from '../counts/counts.js';
import { isSampled, type Timing } from '../counts/timing.js';
import { ARENA_OFFSET_BYTES, placeBytes } from '../places/arena.js';
import { PLACES } from '../places/list.js';
import type { Maker } from '../places/place.js';
import { roundMaker } from '../places/round.js';
import { stampOf } from '../places/stamps.js';
import { type StrategyId, strategyIn } from '../strategies/list.js';
import type { Strategy } from '../strategies/strategy.js';
import { publish, spin, waitFor } from './meeting.js';
import type { StepSetup } from './messages.js';
import { Owned } from './owned.js';
import { Preempter } from './preempter.js';
import { OVER, ROUNDS_LIMIT, Slot, Stop, writeBegun, writeReturned } from './slots.js';

/** What counts a round's attempts. */
const PER_ROUND = [
  Slot.GO,
  Slot.WRITE_STATE,
  Slot.SECOND_READER,
  Slot.SECOND_READER_MET,
  Slot.READER_LOADED,
] as const;

export class Writer {
  readonly #owned = new Owned();
  readonly #slots: Int32Array;
  readonly #step: Step;
  readonly #seed: number;
  readonly #roundsLimit: number;
  readonly #strategies: readonly StrategyId[];
  /** One for each strategy. */
  readonly #timings: readonly Timing[];
  readonly #preempter: Preempter;
  readonly #rule: Rule;
  readonly #makePlaces: Maker;
  readonly #change: Performer;

  /**
   * Opens the file.
   *
   * @throws Error where it cannot, or cannot make the change: then nothing is left open
   */
  constructor(setup: StepSetup) {
    const { slots, step, seed, path, strategies, points, counts } = setup;
    this.#roundsLimit = setup.roundsLimit ?? ROUNDS_LIMIT;
    this.#timings = countsIn(counts).map(({ timing }) => timing);
    this.#strategies = strategies;
    this.#slots = new Int32Array(slots);
    this.#step = step;
    this.#seed = seed;
    this.#preempter = new Preempter(this.#slots, step, 'writer', points);
    const { rule, performer } = CHANGES[step.change];
    this.#rule = rule;
    const owned = this.#owned;
    try {
      const fd = owned.keep(openSync(path, 'r+'), closeSync);
      this.#makePlaces = roundMaker(PLACES[step.place], { fd, shape: step, aim: rule });
      this.#change = owned.keep(performer({ fd, path, arena: step }), (one) => one.end?.());
    } catch (error) {
      owned.close();
      throw error;
    }
    Atomics.store(this.#slots, Slot.WRITER_THREAD, threadId());
  }

  /** Round after round, until the race is stopped. Closes the file. */
  run(): void {
    try {
      this.#rounds();
      publish(this.#slots, Slot.ROUND, OVER, Slot.READER_SLEEPS);
    } finally {
      this.#preempter.leave();
      this.#owned.close();
    }
  }

  /** That of the round. */
  #strategy(): Strategy {
    const id = this.#strategies[Atomics.load(this.#slots, Slot.STRATEGY)] ?? 'stagger';
    return strategyIn(this.#step, id);
  }

  #rounds(): void {
    const slots = this.#slots;
    for (let round = 1; round <= this.#roundsLimit; round++) {
      if (Atomics.load(slots, Slot.STOP) !== Stop.NO) return;
      const stamp = stampOf(this.#seed, round);
      this.#makePlaces(stamp);
      const strategy = this.#strategy();
      Atomics.store(slots, Slot.REACHED, 0);
      this.#preempter.begin(strategy);
      this.#change.beginRound(stamp);
      for (const slot of PER_ROUND) Atomics.store(slots, slot, 0);
      publish(slots, Slot.ROUND, round, Slot.READER_SLEEPS);
      this.#changePlaces(stamp);
      this.#preempter.end();
      publish(slots, Slot.ROUND_LEFT, round, Slot.READER_SLEEPS);
      const { writerSpins } = strategy;
      const checked = waitFor(slots, Slot.ROUND_CHECKED, round, Slot.WRITER_SLEEPS, writerSpins);
      if (!checked) return;
    }
  }

  /** Changes hole after hole as the reader lets it. */
  #changePlaces(stamp: number): void {
    const slots = this.#slots;
    const { places } = this.#step;
    const { delay, writerSpins } = this.#strategy();
    const preempter = this.#preempter;
    const { isAhead } = preempter;
    const spinsStagger = delay === 'spins';
    const timing = this.#timings[Atomics.load(slots, Slot.STRATEGY)];
    for (let attempt = 1; attempt <= places; attempt++) {
      const index = attempt - 1;
      const place = placeBytes(this.#step, index, stamp, this.#rule.backwards);
      this.#change.ready(index, ARENA_OFFSET_BYTES + place);
      if (!waitFor(slots, Slot.GO, attempt, Slot.WRITER_SLEEPS, writerSpins)) return;
      // Plain, for the reader stores neither again before it has seen this attempt's write return.
      if (slots[Slot.GO] === OVER) return;
      const stagger = slots[Slot.STAGGER] as number;
      if (isAhead) {
        preempter.aim();
        preempter.sleep(stagger);
      } else if (spinsStagger && stagger < 0) spin(slots, -stagger);
      this.#changePlace(attempt, timing);
    }
  }

  /** One system call, which says when it is on its way and when it has returned. */
  #changePlace(attempt: number, timing: Timing | undefined): void {
    const slots = this.#slots;
    const sampled = isSampled(attempt);
    if (sampled) timing?.writeBegins();
    Atomics.store(slots, Slot.WRITE_STATE, writeBegun(attempt));
    this.#change.perform();
    publish(slots, Slot.WRITE_STATE, writeReturned(attempt), Slot.READER_SLEEPS);
    if (sampled) timing?.writeEnds();
  }
}
