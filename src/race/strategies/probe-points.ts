/** Shares the rounds of a strategy that has a probe out among the points that are passed. */
import type { ProbePoint } from '../../native/probe.js';
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

/** What a point is called in results. */
export function pointName({ symbol, at }: ProbePoint): string {
  return `${symbol} ${at}`;
}

/** What has been found to be missing from this kernel, by name: no race need try it again. */
const missing = new Set<string>();

export class ProbePoints {
  readonly #points: readonly ProbePoint[];
  readonly #portfolio: Portfolio;

  /** @param points in the order in which they are first tried */
  constructor(points: readonly ProbePoint[]) {
    this.#points = points;
    this.#portfolio = new Portfolio(points.length);
    points.forEach((point, index) => {
      if (missing.has(pointName(point))) this.#portfolio.retire(index);
    });
  }

  /** What a point is called, empty where there is none. */
  nameOf(index: number): string {
    const point = this.#points[index];
    return point === undefined ? '' : pointName(point);
  }

  /** The point of the next round, null where none is passed. */
  next(): number | null {
    return this.#portfolio.next();
  }

  /** Whether something was found at a point: rounds there are worth their whole length. */
  hasFound(index: number): boolean {
    return this.#portfolio.hasFound(index);
  }

  /**
   * Notes what a round at a point has taken and found.
   *
   * @param reached how many calls have got there, or NO_PROBE: a point that none reaches is not tried again
   */
  note(index: number, seconds: number, hits: number, reached: number): void {
    this.#portfolio.note(index, seconds, hits);
    if (reached === NO_PROBE) missing.add(this.nameOf(index));
    if (reached <= 0) this.#portfolio.retire(index);
  }
}
