/** The writer's side of a step. */
import { closeSync, ftruncateSync, openSync } from 'node:fs';
import { allocateUnwritten } from '../native/extents.js';
import { Pages } from '../native/io.js';
import { Probe } from '../native/probe.js';
import { Sleep } from '../native/scheduling.js';
import { PAGE_BYTES, type Step } from '../scenarios/scenario.js';
import { ARENA_OFFSET_BYTES, arenaBytes, fileBytes } from './arena.js';
import { publish, SPIN_LIMIT, spin, waitFor } from './meeting.js';
import { numberPage, stampOf, stampPage } from './oracle.js';
import { Place, timerOf } from './preemption.js';
import { PROBE_POINTS } from './probe-points.js';
import { NO_PROBE, OVER, Slot, Stop, writeBegun, writeReturned } from './slots.js';
import { isSampled, type Timing, timingsIn } from './timing.js';
import type { Widening } from './widening.js';
import type { StepSetup } from './worker-messages.js';

/** A fault that does not pass the probe is written behind after so long. */
const PROBE_LIMIT_MS = 2;

export class Writer {
  readonly #fd: number;
  readonly #slots: Int32Array;
  readonly #step: Step;
  readonly #seed: number;
  readonly #widenings: readonly Widening[];
  /** One for each way to widen the race. */
  readonly #timings: readonly Timing[];
  readonly #place = new Place({ first: true });
  readonly #sleep = new Sleep();
  readonly #page = new Pages(PAGE_BYTES);

  /** Opens the file. */
  constructor({ slots, step, seed, path, widenings, timing }: StepSetup) {
    this.#timings = timingsIn(timing);
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

  #widening(): Widening {
    return this.#widenings[Atomics.load(this.#slots, Slot.WIDENING)] ?? 'stagger';
  }

  /** Whether this round is one in which it preempts the reader. */
  #preempts(): boolean {
    return this.#widening() !== 'stagger';
  }

  /** Ahead of the reader on its cpu, it must not spin: the reader would not come to do its part. */
  #spins(): number {
    return this.#preempts() ? 0 : SPIN_LIMIT;
  }

  #rounds(): void {
    const slots = this.#slots;
    for (let round = 1; Atomics.load(slots, Slot.STOP) === Stop.NO; round++) {
      this.#makeHoles();
      const probe = this.#setProbe();
      this.#place.take(this.#preempts());
      stampPage(this.#page.bytes, stampOf(this.#seed, round));
      for (const slot of [Slot.GO, Slot.WRITE_STATE]) Atomics.store(slots, slot, 0);
      publish(slots, Slot.ROUND, round, Slot.READER_SLEEPS);
      try {
        this.#fillHoles(probe);
      } finally {
        probe?.close();
      }
      publish(slots, Slot.ROUND_LEFT, round, Slot.READER_SLEEPS);
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

  /** Waits for the reader's fault at the round's point, where the round has one and the kernel too. */
  #setProbe(): Probe | null {
    Atomics.store(this.#slots, Slot.REACHED, 0);
    const point = PROBE_POINTS[Atomics.load(this.#slots, Slot.POINT)];
    if (this.#widening() !== 'probe' || point === undefined) return null;
    const probe = Probe.open(point, Atomics.load(this.#slots, Slot.READER_THREAD));
    if (probe === null) Atomics.store(this.#slots, Slot.REACHED, NO_PROBE);
    return probe;
  }

  /** Sleeps until the reader is in the middle of its fault. */
  #sleepUntilFault(probe: Probe | null, stagger: number): void {
    if (probe === null) this.#sleep.for(timerOf(stagger));
    else if (probe.wait(PROBE_LIMIT_MS)) Atomics.add(this.#slots, Slot.REACHED, 1);
  }

  /** Writes into hole after hole as the reader lets it. */
  #fillHoles(probe: Probe | null): void {
    const slots = this.#slots;
    const { holes, strideBytes } = this.#step;
    const preempts = this.#preempts();
    const spins = this.#spins();
    const timing = this.#timings[Atomics.load(slots, Slot.WIDENING)];
    for (let attempt = 1; attempt <= holes; attempt++) {
      const hole = attempt - 1;
      numberPage(this.#page.bytes, hole);
      if (!waitFor(slots, Slot.GO, attempt, Slot.WRITER_SLEEPS, spins)) return;
      if (Atomics.load(slots, Slot.GO) === OVER) return;
      const stagger = Atomics.load(slots, Slot.STAGGER);
      // The check of the attempt before may have come by the probe as well.
      probe?.forget();
      if (preempts) this.#sleepUntilFault(probe, stagger);
      else if (stagger < 0) spin(slots, -stagger);
      const sampled = isSampled(attempt);
      if (sampled) timing?.writeBegins();
      Atomics.store(slots, Slot.WRITE_STATE, writeBegun(attempt));
      this.#page.write(this.#fd, ARENA_OFFSET_BYTES + hole * strideBytes);
      publish(slots, Slot.WRITE_STATE, writeReturned(attempt), Slot.READER_SLEEPS);
      if (sampled) timing?.writeEnds();
    }
  }
}
