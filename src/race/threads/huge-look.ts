import { Count, count } from '../counts/tally.js';
import { isMappedHuge, type Pagemap } from '../oracle/huge-fault.js';
import { Slot, writeBegun } from './slots.js';

/** Looks what a fault has mapped, which is known only if the write has still not begun after it, and counts it. */
export function lookForHugePage(
  slots: Int32Array,
  tally: Float64Array,
  pagemap: Pagemap,
  attempt: number,
  at: number,
): void {
  const huge = isMappedHuge(pagemap, at);
  if (Atomics.load(slots, Slot.WRITE_STATE) >= writeBegun(attempt)) return;
  count(tally, Count.HUGE_LOOKS);
  if (huge) count(tally, Count.HUGE_FAULTS);
}
