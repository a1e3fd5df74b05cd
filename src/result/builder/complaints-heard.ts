/** The complaints that a race has told of by now, by their numbers. */
import type { Complaint } from '../complaint.js';
import { COMPLAINTS_CEILING } from '../limits.js';
import type { RaceRecord } from '../records.js';

type Heard = Extract<RaceRecord, { record: 'listening' | 'complaint' | 'complaint-again' }>;

export class ComplaintsHeard {
  /** Null as long as nobody listens. */
  #byNumber: Map<number, Complaint> | null = null;

  /** All of them, null where nobody listens. */
  get list(): Complaint[] | null {
    return this.#byNumber === null ? null : [...this.#byNumber.values()];
  }

  /** Takes the next record. The first complaint of a number keeps it, and none is lost. */
  add(record: Heard): void {
    if (record.record === 'listening') this.#byNumber ??= new Map();
    const known = this.#byNumber;
    if (known === null || record.record === 'listening') return;
    const before = known.get(record.number);
    if (record.record === 'complaint-again') {
      if (before !== undefined) known.set(record.number, { ...before, times: record.times });
    } else if (known.size < COMPLAINTS_CEILING) {
      known.set(before === undefined ? record.number : freeNumber(known), record.complaint);
    }
  }
}

/** One that no complaint has. */
function freeNumber(known: ReadonlyMap<number, Complaint>): number {
  let number = known.size;
  while (known.has(number)) number++;
  return number;
}
