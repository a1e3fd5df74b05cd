/**
 * Shares the time of a race out among strategies, or the points of a probe: most of it by what each has found for its
 * time, and a floor equally, for what has found nothing yet may be the one that will. While none has found anything,
 * all of it is shared out equally, or by the weights that they have.
 */

export interface PortfolioSettings {
  /** What all get together, by their weights, of the whole time, whatever they find. */
  readonly floorShare: number;
  /** Whether each has its first turn before any has a second one, although something was found. */
  readonly triesAllFirst: boolean;
}

interface Member {
  /** Its share of what is shared out whatever is found, beside those of the others. */
  readonly weight: number;
  /** Of its turns that came by the floor, and of the others. */
  floorSeconds: number;
  earnedSeconds: number;
  hits: number;
  retired: boolean;
}

export class Portfolio {
  readonly #members: Member[] = [];
  readonly #settings: PortfolioSettings;
  /** Whether the turn that goes on comes by the floor. */
  #isFloor = true;

  /** @param size how many ways there are */
  constructor(size: number, settings: PortfolioSettings) {
    this.#settings = settings;
    this.grow(size);
  }

  /** Takes more ways in, behind the others. */
  grow(more: number, weight = 1): void {
    for (let way = 0; way < more; way++)
      this.#members.push({ weight, floorSeconds: 0, earnedSeconds: 0, hits: 0, retired: false });
  }

  /** Which way the next turn takes. Null where none is left. */
  next(): number | null {
    const members = this.#members.filter(({ retired }) => !retired);
    const found = members.filter(({ hits }) => hits > 0);
    this.#isFloor = found.length === 0 || this.#isFloorBehind(members);
    const choice = this.#isFloor
      ? least(members, ({ floorSeconds, weight }) => floorSeconds / weight)
      : least(found, (member) => member.earnedSeconds / rate(member));
    return choice === null ? null : this.#members.indexOf(choice);
  }

  #isFloorBehind(members: readonly Member[]): boolean {
    const { floorShare, triesAllFirst } = this.#settings;
    if (triesAllFirst && members.some((member) => secondsOf(member) === 0)) return true;
    const floor = members.reduce((sum, { floorSeconds }) => sum + floorSeconds, 0);
    return floor < floorShare * members.reduce((sum, member) => sum + secondsOf(member), 0);
  }

  /** Notes what a turn has taken and found: that of the last `next`. */
  note(index: number, seconds: number, hits: number): void {
    const member = this.#members[index];
    if (member === undefined) return;
    if (this.#isFloor) member.floorSeconds += seconds;
    else member.earnedSeconds += seconds;
    member.hits += hits;
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

  /** Takes it in again. */
  revive(index: number): void {
    const member = this.#members[index];
    if (member !== undefined) member.retired = false;
  }
}

function secondsOf({ floorSeconds, earnedSeconds }: Member): number {
  return floorSeconds + earnedSeconds;
}

/** Hits a second. */
function rate(member: Member): number {
  return member.hits / Math.max(secondsOf(member), 1e-3);
}

/** The first of those of which nothing is less. */
function least(members: readonly Member[], by: (member: Member) => number): Member | null {
  let choice: Member | null = null;
  let leastOf = Number.POSITIVE_INFINITY;
  for (const member of members) {
    const value = by(member);
    if (value < leastOf) [choice, leastOf] = [member, value];
  }
  return choice;
}
