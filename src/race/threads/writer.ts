/** The writer's side of a step. */
import { closeSync, openSync } from 'node:fs';
import { Probe, type ProbePoint } from '../../native/probe.js';
import { Sleep } from '../../native/scheduling.js';
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
import { NO_PROBE, PROBE_POINTS } from '../strategies/probe-points.js';
import { timerOf } from '../strategies/stagger-search.js';
import type { Strategy } from '../strategies/strategy.js';
import { publish, spin, waitFor } from './meeting.js';
import type { StepSetup } from './messages.js';
import { Owned } from './owned.js';
import { Seat } from './seat.js';
import { OVER, Slot, Stop, writeBegun, writeReturned } from './slots.js';

/** A fault that does not pass the probe is written behind after so long. */
const PROBE_LIMIT_MS = 2;

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
  readonly #strategies: readonly StrategyId[];
  readonly #points: readonly ProbePoint[];
  /** One for each strategy. */
  readonly #timings: readonly Timing[];
  readonly #seat = new Seat({ isWriter: true });
  readonly #sleep = new Sleep();
  readonly #rule: Rule;
  readonly #makePlaces: Maker;
  readonly #change: Performer;

  /**
   * Opens the file.
   *
   * @throws Error where it cannot, or cannot make the change: then nothing is left open
   */
  constructor(setup: StepSetup) {
    const { slots, step, seed, path, strategies, points = PROBE_POINTS, counts } = setup;
    this.#timings = countsIn(counts).map(({ timing }) => timing);
    this.#strategies = strategies;
    this.#points = points;
    this.#slots = new Int32Array(slots);
    this.#step = step;
    this.#seed = seed;
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
  }

  /** Round after round, until the race is stopped. Closes the file. */
  run(): void {
    try {
      this.#rounds();
      publish(this.#slots, Slot.ROUND, OVER, Slot.READER_SLEEPS);
    } finally {
      this.#seat.take('anywhere');
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
    for (let round = 1; Atomics.load(slots, Slot.STOP) === Stop.NO; round++) {
      const stamp = stampOf(this.#seed, round);
      this.#makePlaces(stamp);
      const probe = this.#setProbe();
      this.#seat.take(this.#strategy().seating);
      this.#change.beginRound(stamp);
      for (const slot of PER_ROUND) Atomics.store(slots, slot, 0);
      publish(slots, Slot.ROUND, round, Slot.READER_SLEEPS);
      try {
        this.#changePlaces(probe, stamp);
        // No fault passes the probe as it is taken away.
        if (probe !== null) waitFor(slots, Slot.GO, OVER, Slot.WRITER_SLEEPS);
      } finally {
        probe?.close();
      }
      publish(slots, Slot.ROUND_LEFT, round, Slot.READER_SLEEPS);
      const { writerSpins } = this.#strategy();
      const checked = waitFor(slots, Slot.ROUND_CHECKED, round, Slot.WRITER_SLEEPS, writerSpins);
      if (!checked) return;
    }
  }

  /** Waits for the reader's fault at the round's point, where the round has one and the kernel too. */
  #setProbe(): Probe | null {
    Atomics.store(this.#slots, Slot.REACHED, 0);
    const point = this.#points[Atomics.load(this.#slots, Slot.POINT)];
    if (this.#strategy().delay !== 'probe' || point === undefined) return null;
    const probe = Probe.open(point, Atomics.load(this.#slots, Slot.READER_THREAD));
    if (probe === null) Atomics.store(this.#slots, Slot.REACHED, NO_PROBE);
    return probe;
  }

  /** Sleeps until the reader is in the middle of its fault. */
  #sleepUntilFault(probe: Probe | null, stagger: number): void {
    if (probe === null) this.#sleep.for(timerOf(stagger));
    else if (probe.wait(PROBE_LIMIT_MS)) Atomics.add(this.#slots, Slot.REACHED, 1);
  }

  /** Changes hole after hole as the reader lets it. */
  #changePlaces(probe: Probe | null, stamp: number): void {
    const slots = this.#slots;
    const { places } = this.#step;
    const { delay, writerSpins } = this.#strategy();
    const sleeps = delay === 'timer' || delay === 'probe';
    const timing = this.#timings[Atomics.load(slots, Slot.STRATEGY)];
    for (let attempt = 1; attempt <= places; attempt++) {
      const index = attempt - 1;
      const place = placeBytes(this.#step, index, stamp, this.#rule.backwards);
      this.#change.ready(index, ARENA_OFFSET_BYTES + place);
      if (!waitFor(slots, Slot.GO, attempt, Slot.WRITER_SLEEPS, writerSpins)) return;
      // Plain, for the reader stores neither again before it has seen this attempt's write return.
      if (slots[Slot.GO] === OVER) return;
      const stagger = slots[Slot.STAGGER] as number;
      // The check of the attempt before may have come by the probe as well.
      probe?.forget();
      if (sleeps) this.#sleepUntilFault(probe, stagger);
      else if (stagger < 0) spin(slots, -stagger);
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
