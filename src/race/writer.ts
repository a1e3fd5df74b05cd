/** The writer's side of a step. */
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { allocateUnwritten } from '../native/extents.js';
import { Sleep } from '../native/scheduling.js';
import { PAGE_BYTES, type Step } from '../scenarios/scenario.js';
import { ARENA_OFFSET_BYTES, arenaBytes, fileBytes } from './arena.js';
import { publish, SPIN_LIMIT, spin, waitFor } from './meeting.js';
import { numberPage, stampOf, stampPage } from './oracle.js';
import { Place, timerOf } from './preemption.js';
import { OVER, Slot, Stop, writeBegun, writeReturned } from './slots.js';
import type { Widening } from './widening.js';
import type { StepSetup } from './worker-messages.js';

export class Writer {
  readonly #fd: number;
  readonly #slots: Int32Array;
  readonly #step: Step;
  readonly #seed: number;
  readonly #widenings: readonly Widening[];
  readonly #place = new Place({ first: true });
  readonly #sleep = new Sleep();
  readonly #page = Buffer.alloc(PAGE_BYTES);

  /** Opens the file. */
  constructor({ slots, step, seed, path, widenings }: StepSetup) {
    this.#widenings = widenings;
    this.#slots = new Int32Array(slots);
    this.#step = step;
    this.#seed = seed;
    this.#fd = openSync(path, 'r+');
  }

  /** Round after round, until the race is stopped. Closes the file. */
  run(): void {
    try {
      this.#rounds();
      publish(this.#slots, Slot.ROUND, OVER, Slot.READER_SLEEPS);
    } finally {
      this.#place.take(false);
      closeSync(this.#fd);
    }
  }

  /** Whether this round is one in which it preempts the reader. */
  #preempts(): boolean {
    return this.#widenings[Atomics.load(this.#slots, Slot.WIDENING)] === 'preempt';
  }

  /** Ahead of the reader on its cpu, it must not spin: the reader would not come to do its part. */
  #spins(): number {
    return this.#preempts() ? 0 : SPIN_LIMIT;
  }

  #rounds(): void {
    const slots = this.#slots;
    for (let round = 1; Atomics.load(slots, Slot.STOP) === Stop.NO; round++) {
      this.#makeHoles();
      this.#place.take(this.#preempts());
      stampPage(this.#page, stampOf(this.#seed, round));
      for (const slot of [Slot.CALL, Slot.HERE, Slot.GO, Slot.WRITE_STATE])
        Atomics.store(slots, slot, 0);
      publish(slots, Slot.ROUND, round, Slot.READER_SLEEPS);
      this.#fillHoles();
      const checked = waitFor(slots, Slot.ROUND_CHECKED, round, Slot.WRITER_SLEEPS, this.#spins());
      if (!checked) return;
    }
  }

  /** Makes every hole of the arena anew, while the reader waits for the round. */
  #makeHoles(): void {
    ftruncateSync(this.#fd, 0);
    ftruncateSync(this.#fd, fileBytes(this.#step));
    if (this.#step.hole === 'unwritten')
      allocateUnwritten(this.#fd, ARENA_OFFSET_BYTES, arenaBytes(this.#step));
  }

  /** Writes into hole after hole as the reader lets it. */
  #fillHoles(): void {
    const slots = this.#slots;
    const { holes, strideBytes } = this.#step;
    const preempts = this.#preempts();
    const spins = this.#spins();
    for (let attempt = 1; attempt <= holes; attempt++) {
      const hole = attempt - 1;
      numberPage(this.#page, hole);
      if (!waitFor(slots, Slot.CALL, attempt, Slot.WRITER_SLEEPS, spins)) return;
      if (Atomics.load(slots, Slot.CALL) === OVER) return;
      publish(slots, Slot.HERE, attempt, Slot.READER_SLEEPS);
      if (preempts) {
        this.#sleep.for(timerOf(Atomics.load(slots, Slot.STAGGER)));
      } else {
        if (!waitFor(slots, Slot.GO, attempt, Slot.WRITER_SLEEPS)) return;
        const stagger = Atomics.load(slots, Slot.STAGGER);
        if (stagger < 0) spin(slots, -stagger);
      }
      Atomics.store(slots, Slot.WRITE_STATE, writeBegun(attempt));
      const offset = ARENA_OFFSET_BYTES + hole * strideBytes;
      const written = writeSync(this.#fd, this.#page, 0, PAGE_BYTES, offset);
      if (written !== PAGE_BYTES)
        throw new Error(`write(2) wrote ${written} of ${PAGE_BYTES} bytes`);
      publish(slots, Slot.WRITE_STATE, writeReturned(attempt), Slot.READER_SLEEPS);
    }
  }
}
