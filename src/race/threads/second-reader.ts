/**
 * The second reader's side of a step: a second reader, which faults on the same place as the first one at the same
 * time, through the mapping of 4 KiB pages that the first one has made for it. The first one judges for both.
 */
import { Peek } from '../../native/peek.js';
import type { Step } from '../../scenarios/scenario.js';
import type { Rule } from '../changes/change.js';
import { CHANGES } from '../changes/list.js';
import { placeBytes } from '../places/arena.js';
import { stampOf } from '../places/stamps.js';
import { type StrategyId, strategyIn } from '../strategies/list.js';
import type { Strategy } from '../strategies/strategy.js';
import { addressIn, NAP_MS, NAPS_LIMIT, publish, waitFor } from './meeting.js';
import type { StepSetup } from './messages.js';
import { OVER, ranAtOnce, Slot, Stop, secondFollows } from './slots.js';

export class SecondReader {
  readonly #slots: Int32Array;
  readonly #step: Step;
  readonly #rule: Rule;
  readonly #seed: number;
  readonly #peek: Peek;
  /** Whether it takes part in every round: the scenario's step has it, and not a strategy. */
  readonly #isInAll: boolean;
  readonly #strategies: readonly StrategyId[];
  /** The attempt that it has taken part in last. */
  #round = 0;
  #go = 0;

  /** The reader has made the mapping before. */
  constructor({ slots, step, seed, strategies }: StepSetup) {
    this.#isInAll = step.secondReader === true;
    this.#strategies = strategies;
    this.#slots = new Int32Array(slots);
    this.#step = step;
    this.#rule = CHANGES[step.change].rule;
    this.#seed = seed;
    this.#peek = new Peek(addressIn(this.#slots, Slot.SECOND_READER_MAPPING));
  }

  /** Attempt after attempt, until the writer says that there are no more rounds. */
  run(): void {
    const slots = this.#slots;
    try {
      while (this.#waitForAttempt()) {
        if (this.#go === 0 || this.#go === OVER || !this.#takesPart()) continue;
        const { backwards, loadOffsetBytes } = this.#rule;
        const index = this.#go - 1;
        const stamp = stampOf(this.#seed, this.#round);
        const place = placeBytes(this.#step, index, stamp, backwards);
        if (!this.#waitForTurn(this.#go)) return;
        const before = Atomics.load(slots, Slot.WRITE_STATE);
        this.#peek.byteAt(place + loadOffsetBytes(index));
        const after = Atomics.load(slots, Slot.WRITE_STATE);
        if (ranAtOnce(this.#go, before, after))
          Atomics.store(slots, Slot.SECOND_READER_MET, this.#go);
        publish(slots, Slot.SECOND_READER, this.#go, Slot.READER_SLEEPS);
      }
    } finally {
      this.#peek.close();
    }
  }

  /** Waits for the first reader's fault, where its own one is to come after that. Returns false where the race is over. */
  #waitForTurn(attempt: number): boolean {
    if (!this.#isInAll || !secondFollows(attempt)) return true;
    const [loaded, sleeps] = [Slot.READER_LOADED, Slot.SECOND_READER_SLEEPS] as const;
    return waitFor(this.#slots, loaded, attempt, sleeps, this.#strategy().spins);
  }

  /** Waits for another value of GO, or another round with the same one. Returns false where there is none to come. */
  #waitForAttempt(): boolean {
    const slots = this.#slots;
    if (!this.#takesPart()) return this.#waitForRound();
    const { spins } = this.#strategy();
    for (let spin = 0; spin < spins; spin++) if (this.#isNew()) return this.#goesOn();
    for (let nap = 0; nap < NAPS_LIMIT; nap++) {
      Atomics.store(slots, Slot.SECOND_READER_SLEEPS, 1);
      const isNew = this.#isNew();
      if (!isNew && this.#goesOn()) Atomics.wait(slots, Slot.GO, this.#go, NAP_MS);
      Atomics.store(slots, Slot.SECOND_READER_SLEEPS, 0);
      if (isNew || !this.#goesOn()) return this.#goesOn();
    }
    return false;
  }

  /** Whether the round is one of its own. */
  #takesPart(): boolean {
    return this.#isInAll || this.#strategy().hasSecondReader;
  }

  #strategy(): Strategy {
    const id = this.#strategies[Atomics.load(this.#slots, Slot.STRATEGY)] ?? 'stagger';
    return strategyIn(this.#step, id);
  }

  /** Sleeps through rounds that are none of its own: the reader wakes it in those that are. */
  #waitForRound(): boolean {
    const slots = this.#slots;
    for (let nap = 0; nap < NAPS_LIMIT && this.#goesOn(); nap++) {
      Atomics.wait(slots, Slot.ROUND, this.#round, NAP_MS);
      if (this.#isNew()) return this.#goesOn();
    }
    return false;
  }

  #isNew(): boolean {
    const [round, go] = [
      Atomics.load(this.#slots, Slot.ROUND),
      Atomics.load(this.#slots, Slot.GO),
    ] as const;
    if (round === this.#round && go === this.#go) return false;
    this.#round = round;
    this.#go = go;
    return true;
  }

  #goesOn(): boolean {
    return this.#round !== OVER && Atomics.load(this.#slots, Slot.STOP) !== Stop.NOW;
  }
}
