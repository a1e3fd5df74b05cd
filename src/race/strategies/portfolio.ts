/**
 * Shares the time of a race out among strategies: more to those that find something, and to none
 * less than its floor, for what has found nothing yet may be the one that will.
 */

/** Of the whole time, for all ways together, whatever they find. */
const FLOOR_SHARE = 0.5;

interface Member {
  seconds: number;
  hits: number;
  retired: boolean;
}

export class Portfolio {
  readonly #members: readonly Member[];

  /** @param size how many ways there are */
  constructor(size: number) {
    this.#members = Array.from({ length: size }, () => ({ seconds: 0, hits: 0, retired: false }));
  }

  /** Which way the next round takes: the one that is furthest behind its share. Null where none is left. */
  next(): number | null {
    const members = this.#members.filter(({ retired }) => !retired);
    const sum = members.reduce((so, member) => so + rate(member), 0);
    const equal = 1 / members.length;
    let choice: Member | null = null;
    let least = Number.POSITIVE_INFINITY;
    for (const member of members) {
      const earned = sum > 0 ? rate(member) / sum : equal;
      const behind = member.seconds / (FLOOR_SHARE * equal + (1 - FLOOR_SHARE) * earned);
      if (behind < least) [choice, least] = [member, behind];
    }
    return choice === null ? null : this.#members.indexOf(choice);
  }

  /** Notes what a round has taken and found. */
  note(index: number, seconds: number, hits: number): void {
    const member = this.#members[index];
    if (member === undefined) return;
    member.seconds += seconds;
    member.hits += hits;
  }

  /** Whether a way has found anything. */
  hasFound(index: number): boolean {
    return (this.#members[index]?.hits ?? 0) > 0;
  }

  /** Whether a way was taken out. */
  isRetired(index: number): boolean {
    return this.#members[index]?.retired ?? false;
  }

  /** Takes a way out that cannot be gone here. */
  retire(index: number): void {
    const member = this.#members[index];
    if (member !== undefined) member.retired = true;
  }
}

/** Hits a second. */
function rate({ seconds, hits }: Member): number {
  return hits / Math.max(seconds, 1e-3);
}
