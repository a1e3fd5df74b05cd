/**
 * How the thread that is ahead on a shared cpu comes in the middle of its peer's call: it sleeps, its peer runs, and a
 * timer or a probe of the kernel wakes it. Both threads have one; that of who is not ahead does nothing.
 */
import type { Probe } from '../../native/probe.js';
import { Sleep } from '../../native/scheduling.js';
import type { Step } from '../../scenarios/scenario.js';
import { PointList, type PointsOrder } from '../strategies/point-list.js';
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
  readonly #order: PointsOrder;
  /** By strategy. */
  readonly #lists = new Map<Strategy, PointList>();
  readonly #seat: Seat;
  readonly #sleep = new Sleep();
  /** The points of the round's probe, null where it has none. */
  #points: PointList | null = null;
  /** Which of them its probe is at. */
  #point = NO_POINT;
  #probe: Probe | null = null;
  /** Whether this thread comes by a timer or a probe in the round. */
  isAhead = false;

  constructor(slots: Int32Array, step: Step, role: Ahead, order: PointsOrder) {
    this.#order = order;
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
    this.#points = hasProbe ? this.#listOf(strategy) : null;
  }

  #listOf(strategy: Strategy): PointList {
    const list = this.#lists.get(strategy) ?? new PointList(strategy, this.#step, this.#order);
    this.#lists.set(strategy, list);
    return list;
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
  #moveProbe(points: PointList): void {
    const slots = this.#slots;
    this.#probe?.off();
    this.#point = Atomics.load(slots, Slot.POINT);
    const point = points.at(this.#point);
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
