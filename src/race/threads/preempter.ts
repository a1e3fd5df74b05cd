/**
 * How the thread that is ahead on a shared cpu comes in the middle of its peer's call: it sleeps, its peer runs, and a
 * timer or a probe of the kernel wakes it. Both threads have one; that of who is not ahead does nothing.
 */
import type { Probe } from '../../native/probe.js';
import type { ProbePoint } from '../../native/probe-point.js';
import { Sleep } from '../../native/scheduling.js';
import type { Step } from '../../scenarios/scenario.js';
import { NO_PROBE } from '../strategies/probe-points.js';
import { timerOf } from '../strategies/stagger-search.js';
import type { Ahead, Strategy } from '../strategies/strategy.js';
import { probeOf } from './open-probes.js';
import { Seat } from './seat.js';
import { Slot } from './slots.js';

const NO_POINT = -1;
/** A call that does not pass the probe is waited for no longer. */
const PROBE_LIMIT_MS = 2;

export class Preempter {
  readonly #slots: Int32Array;
  readonly #step: Step;
  readonly #role: Ahead;
  readonly #asked: readonly ProbePoint[] | undefined;
  readonly #seat: Seat;
  readonly #sleep = new Sleep();
  /** The points of the round's probe, null where it has none. */
  #points: readonly ProbePoint[] | null = null;
  /** Which of them its probe is at. */
  #point = NO_POINT;
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

  /** Before a round: takes its seat. */
  begin(strategy: Strategy): void {
    this.#seat.take(strategy);
    const { delay, ahead } = strategy;
    this.isAhead = ahead === this.#role && (delay === 'timer' || delay === 'probe');
    const hasProbe = this.isAhead && delay === 'probe';
    this.#points = hasProbe ? (this.#asked ?? strategy.points(this.#step)) : null;
  }

  /**
   * Before an attempt: has its probe at the attempt's point, and forgets what has passed it until now, for the peer may
   * have come by it between two attempts.
   */
  aim(): void {
    if (this.#points === null) return;
    if (this.#slots[Slot.POINT] !== this.#point) this.#moveProbe(this.#points);
    this.#probe?.forget();
  }

  /** Sets its probe for the peer's thread, where the kernel has one there. */
  #moveProbe(points: readonly ProbePoint[]): void {
    const slots = this.#slots;
    this.#probe?.off();
    this.#point = Atomics.load(slots, Slot.POINT);
    const point = points[this.#point];
    const peer = this.#role === 'writer' ? Slot.READER_THREAD : Slot.WRITER_THREAD;
    this.#probe = point === undefined ? null : probeOf(point, Atomics.load(slots, peer));
    if (this.#probe === null) Atomics.store(slots, Slot.REACHED, NO_PROBE);
  }

  /** Sleeps until the peer is in the middle of its call. */
  sleep(stagger: number): void {
    if (this.#probe === null) this.#sleep.for(timerOf(stagger, this.#role));
    else if (this.#probe.wait(PROBE_LIMIT_MS)) Atomics.add(this.#slots, Slot.REACHED, 1);
  }

  /** Behind a round: its probe tells nothing more. */
  end(): void {
    this.#probe?.off();
    this.#probe = null;
    this.#point = NO_POINT;
    this.#points = null;
  }

  /** Gives its probe and its seat back. */
  leave(): void {
    this.end();
    this.#seat.leave();
  }
}
