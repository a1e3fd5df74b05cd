/** Shares the attempts of a strategy that has a probe out among the points that are passed. */
import { type ProbePoint, pointName, pointOf } from '../../native/probe-point.js';
import type { PointList } from './point-list.js';
import { Portfolio } from './portfolio.js';

/** The points of functions: the return from a look-up is where its answer begins to age, so that comes first. */
export function pointsOf(symbols: readonly string[]): readonly ProbePoint[] {
  return symbols.flatMap((symbol): ProbePoint[] => [
    { symbol, at: 'return' },
    { symbol, at: 'entry' },
  ]);
}

/** In the place of how many calls have reached a point: this kernel has no such point. */
export const NO_PROBE = -1;

/** The points of such names. */
export function pointsNamed(names: readonly string[]): readonly ProbePoint[] {
  return names.map(pointOf).filter((point) => point !== null);
}

/** How far a probe has come with its points. */
export interface PointCounts {
  /** Points that had a turn, and those of them that a call has passed. */
  readonly tried: number;
  readonly passed: number;
  /** The same of those that the kernel tells of. */
  readonly toldTried: number;
  readonly toldPassed: number;
  /** Of the list, those that had none. */
  readonly left: number;
  /** Time of all turns until each point of the list had one. */
  readonly seconds: number;
}

/** What has been found to be missing from this kernel, by name: no race need try it again. */
const missing = new Set<string>();

/** There are many points, it takes long to set the first probe at each, and one in the window is enough to go on with. */
const SHARING = { floorShare: 0.2, triesAllFirst: false } as const;

/** Of points that were asked for: a turn may be of one attempt, and a busy machine may spoil it. */
const MISSES_OF_ASKED = 16;

/** The points of the list, and those that the kernel tells of: the two kinds share a probe's time. */
const LISTED = 0;
const TOLD = 1;
/** Of what is shared out whatever is found: most of those that the kernel tells of are passed by no call. */
const LISTED_WEIGHT = 3;

export class ProbePoints {
  readonly #list: PointList;
  /** By kind. */
  readonly #kinds = new Portfolio(0, SHARING);
  readonly #portfolios: readonly [Portfolio, Portfolio];
  /** Turns in a row in which no call has got to a point. */
  readonly #missed = new Map<number, number>();
  readonly #missesAllowed: number;
  /** By point, whether a call has passed it. */
  readonly #tried = new Map<number, boolean>();
  #left: number;
  #secondsUntilTried = 0;
  /** Whether those are among them that the kernel tells of. */
  #hasTold = false;

  /** @param list in the order in which they are first tried */
  constructor(list: PointList) {
    this.#list = list;
    const { listed, wereAsked } = list;
    this.#missesAllowed = wereAsked ? MISSES_OF_ASKED : 0;
    this.#portfolios = [new Portfolio(listed.length, SHARING), new Portfolio(0, SHARING)];
    this.#kinds.grow(1, LISTED_WEIGHT);
    this.#kinds.grow(1);
    this.#kinds.retire(TOLD);
    this.#left = listed.length;
    listed.forEach((point, index) => {
      if (!missing.has(pointName(point))) return;
      this.#retire(index);
      this.#left--;
    });
    if (this.#left === 0) this.#takeTold();
  }

  /** What a point is called, empty where there is none. */
  nameOf(index: number): string {
    const point = this.#list.at(index);
    return point === undefined ? '' : pointName(point);
  }

  /** How far it has come by now. */
  get counts(): PointCounts {
    const all = [...this.#tried];
    const told = all.filter(([index]) => this.#kindOf(index) === TOLD);
    const [left, seconds] = [this.#left, this.#secondsUntilTried];
    return {
      ...{ tried: all.length, passed: all.filter(([, passed]) => passed).length },
      ...{ toldTried: told.length, toldPassed: told.filter(([, passed]) => passed).length },
      ...{ left, seconds },
    };
  }

  /** The point whose turn it is, null where none is passed. */
  next(): number | null {
    if (this.#left === 0 && !this.#hasTold) this.#takeTold();
    for (;;) {
      const kind = this.#kinds.next();
      if (kind === null) return null;
      const place = (this.#portfolios[kind] as Portfolio).next();
      if (place !== null) return kind === LISTED ? place : this.#firstTold + place;
      // At most once for each of the two.
      this.#kinds.retire(kind);
    }
  }

  get #firstTold(): number {
    return this.#list.listed.length;
  }

  #kindOf(index: number): typeof LISTED | typeof TOLD {
    return index < this.#firstTold ? LISTED : TOLD;
  }

  #placeOf(index: number): number {
    return this.#kindOf(index) === LISTED ? index : index - this.#firstTold;
  }

  #retire(index: number): void {
    this.#portfolios[this.#kindOf(index)].retire(this.#placeOf(index));
  }

  /** Once each of the list had its turn. The return from a function is tried where a call has come to its entry. */
  #takeTold(): void {
    const told = this.#list.told();
    if (told === null) return;
    this.#hasTold = true;
    this.#portfolios[TOLD].grow(told.length);
    this.#kinds.revive(TOLD);
    told.forEach((point, place) => {
      if (point.at === 'return' || missing.has(pointName(point)))
        this.#portfolios[TOLD].retire(place);
    });
  }

  /**
   * Notes what a turn of a point has taken and found.
   *
   * @param reached how many calls have got there, or NO_PROBE: a point that none reaches is not tried again
   */
  note(index: number, seconds: number, hits: number, reached: number): void {
    // Of the first turn, where nothing was asked for but what the kernel tells, and it tells nothing.
    if (this.#list.at(index) === undefined) return;
    const kind = this.#kindOf(index);
    this.#kinds.note(kind, seconds, hits);
    this.#portfolios[kind].note(this.#placeOf(index), seconds, hits);
    if (this.#left > 0) this.#secondsUntilTried += seconds;
    if (kind === LISTED && !this.#tried.has(index)) this.#left--;
    if (kind === TOLD && reached > 0 && this.#isFirstAtEntry(index))
      this.#portfolios[TOLD].revive(this.#placeOf(index) + 1);
    this.#tried.set(index, this.#tried.get(index) === true || reached > 0);
    if (reached === NO_PROBE) missing.add(this.nameOf(index));
    const missed = reached > 0 ? 0 : (this.#missed.get(index) ?? 0) + 1;
    this.#missed.set(index, missed);
    if (reached === NO_PROBE || missed > (kind === LISTED ? this.#missesAllowed : 0))
      this.#retire(index);
  }

  #isFirstAtEntry(index: number): boolean {
    return this.#list.at(index)?.at === 'entry' && this.#tried.get(index) !== true;
  }
}
