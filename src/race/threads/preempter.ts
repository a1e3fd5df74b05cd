/**
 * How the thread that is ahead on a shared cpu comes in the middle of its peer's call: it sleeps, its peer runs, and a
 * timer or a probe of the kernel wakes it. Both threads have one; that of who is not ahead does nothing.
 */
import { Probe } from '../../native/probe.js';
import type { ProbePoint } from '../../native/probe-point.js';
import { Sleep } from '../../native/scheduling.js';
import type { Step } from '../../scenarios/scenario.js';
import { NO_PROBE } from '../strategies/probe-points.js';
import { timerOf } from '../strategies/stagger-search.js';
import type { Ahead, Strategy } from '../strategies/strategy.js';
import { Seat } from './seat.js';
import { Slot } from './slots.js';

/** A call that does not pass the probe is waited for no longer. */
const PROBE_LIMIT_MS = 2;

export class Preempter {
  readonly #slots: Int32Array;
  readonly #step: Step;
  readonly #role: Ahead;
  readonly #asked: readonly ProbePoint[] | undefined;
  readonly #seat: Seat;
  readonly #sleep = new Sleep();
  #probe: Probe | null = null;
  /** Whether this thread comes by a timer or a probe in the round. */
  isAhead = false;

  /** @param asked the points of a probe, where a strategy is not to take its own */
  constructor(slots: Int32Array, step: Step, role: Ahead, asked?: readonly ProbePoint[]) {
    this.#asked = asked;
    this.#slots = slots;
    this.#step = step;
    this.#role = role;
    this.#seat = new Seat(role);
  }

  /** Before a round: takes its seat, and sets its probe for the peer's thread, where it has one and the kernel too. */
  begin(strategy: Strategy): void {
    this.#seat.take(strategy);
    const { delay, ahead } = strategy;
    this.isAhead = ahead === this.#role && (delay === 'timer' || delay === 'probe');
    if (!this.isAhead || delay !== 'probe') return;
    const slots = this.#slots;
    const points = this.#asked ?? strategy.points(this.#step);
    const point = points[Atomics.load(slots, Slot.POINT)];
    const peer = this.#role === 'writer' ? Slot.READER_THREAD : Slot.WRITER_THREAD;
    this.#probe = point === undefined ? null : Probe.open(point, Atomics.load(slots, peer));
    if (this.#probe === null) Atomics.store(slots, Slot.REACHED, NO_PROBE);
  }

  /** Whether it waits for a probe, which must not be taken away while the peer may pass it. */
  get hasProbe(): boolean {
    return this.#probe !== null;
  }

  /** Forgets what has passed the probe until now: the peer may have come by it between two attempts. */
  forget(): void {
    this.#probe?.forget();
  }

  /** Sleeps until the peer is in the middle of its call. */
  sleep(stagger: number): void {
    if (this.#probe === null) this.#sleep.for(timerOf(stagger, this.#role));
    else if (this.#probe.wait(PROBE_LIMIT_MS)) Atomics.add(this.#slots, Slot.REACHED, 1);
  }

  /** Behind a round: takes its probe away. */
  end(): void {
    this.#probe?.close();
    this.#probe = null;
  }

  /** Gives its probe and its seat back. */
  leave(): void {
    this.end();
    this.#seat.leave();
  }
}
