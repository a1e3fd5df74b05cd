/**
 * How two threads wait for each other: spin briefly, then sleep. A spin without end would collapse where
 * threads outnumber free cores; a sleep each time would take longer than the race that it prepares.
 *
 * All loads and stores are Atomics, which are sequentially consistent: what a thread did before it
 * published a value has happened before what another does after it has seen the value. The oracle's
 * "after write(2) has returned" rests on this and on no clock.
 */
import { SPIN_LIMIT } from '../strategies/strategy.js';
import { Slot, Stop } from './slots.js';

/** One sleep at the most; a waiter then looks whether the race has been stopped. */
export const NAP_MS = 100;
/** Sleeps before a waiter gives its peer up. The watcher's own limit is shorter. */
export const NAPS_LIMIT = 1200;

/**
 * Waits until a slot holds at least a value.
 *
 * @param sleeps the slot in which this thread says that it sleeps
 * @param spins before it sleeps: none where it would keep its peer from the cpu that both run on
 * @returns false where the race was stopped at once, or the peer has not come within the limit
 */
export function waitFor(
  slots: Int32Array,
  slot: number,
  value: number,
  sleeps: number,
  spins = SPIN_LIMIT,
): boolean {
  return comesSoon(slots, slot, value, spins) || waitAsleep(slots, slot, value, sleeps);
}

/**
 * A loop of its own: compiled together with the sleep that hardly ever follows, it would be thrown away, and
 * interpreted, each time that one does.
 */
function comesSoon(slots: Int32Array, slot: number, value: number, spins: number): boolean {
  for (let spin = 0; spin < spins; spin++) {
    if (Atomics.load(slots, slot) >= value) return true;
  }
  return false;
}

function waitAsleep(slots: Int32Array, slot: number, value: number, sleeps: number): boolean {
  for (let nap = 0; nap < NAPS_LIMIT; nap++) {
    Atomics.store(slots, sleeps, 1);
    const seen = Atomics.load(slots, slot);
    if (seen >= value || Atomics.load(slots, Slot.STOP) === Stop.NOW) {
      Atomics.store(slots, sleeps, 0);
      return seen >= value;
    }
    // A store between the load and this wait makes it return at once: the slot no longer holds `seen`.
    Atomics.wait(slots, slot, seen, NAP_MS);
  }
  Atomics.store(slots, sleeps, 0);
  return false;
}

/**
 * Stores a value and wakes the peer if it sleeps.
 *
 * @param peerSleeps the slot in which the peer says that it sleeps
 * @returns whether the peer slept, and will see the value late
 */
export function publish(
  slots: Int32Array,
  slot: number,
  value: number,
  peerSleeps: number,
): boolean {
  Atomics.store(slots, slot, value);
  if (Atomics.load(slots, peerSleeps) === 0) return false;
  Atomics.notify(slots, slot);
  return true;
}

/** Stops the race; with Stop.NOW nobody waits for anybody any more. */
export function stop(slots: Int32Array, how: number): void {
  if (Atomics.load(slots, Slot.STOP) < how) Atomics.store(slots, Slot.STOP, how);
  for (const slot of Object.values(Slot)) Atomics.notify(slots, slot);
}

/** Burns a number of spins: the unit of the stagger. An atomic load cannot be optimised away. */
export function spin(slots: Int32Array, spins: number): void {
  for (let left = spins; left > 0; left--) Atomics.load(slots, Slot.STOP);
}

/** Stores an address of 47 bits in a slot of this line and the one behind it. */
export function storeAddress(slots: Int32Array, slot: number, address: number): void {
  Atomics.store(slots, slot, address % 2 ** 24);
  Atomics.store(slots, slot + 1, Math.floor(address / 2 ** 24));
}

/** The address that was stored. */
export function addressIn(slots: Int32Array, slot: number): number {
  return Atomics.load(slots, slot) + Atomics.load(slots, slot + 1) * 2 ** 24;
}
