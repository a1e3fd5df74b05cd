/**
 * Shares the time of a race out among ways to widen it: more to those that find something, and to none
 * less than its floor, for what has found nothing yet may be the one that will.
 */

/** Of the whole time, for all ways together, whatever they find. */
const FLOOR_SHARE = 0.5;

interface Member {
  seconds: number;
  hits: number;
}

export class Portfolio {
  readonly #members: readonly Member[];

  /** @param size how many ways there are */
  constructor(size: number) {
    this.#members = Array.from({ length: size }, () => ({ seconds: 0, hits: 0 }));
  }

  /** Which way the next round takes: the one that is furthest behind its share. */
  next(): number {
    const rates = this.#members.map(({ seconds, hits }) => hits / Math.max(seconds, 1e-3));
    const sum = rates.reduce((one, other) => one + other, 0);
    const equal = 1 / this.#members.length;
    let choice = 0;
    let least = Number.POSITIVE_INFINITY;
    for (const [index, { seconds }] of this.#members.entries()) {
      const earned = sum > 0 ? (rates[index] ?? 0) / sum : equal;
      const behind = seconds / (FLOOR_SHARE * equal + (1 - FLOOR_SHARE) * earned);
      if (behind < least) [choice, least] = [index, behind];
    }
    return choice;
  }

  /** Notes what a round has taken and found. */
  note(index: number, seconds: number, hits: number): void {
    const member = this.#members[index];
    if (member === undefined) return;
    member.seconds += seconds;
    member.hits += hits;
  }
}
