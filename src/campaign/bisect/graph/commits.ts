/**
 * How the commits of a range descend from each other. They are numbered so that parents come before their children:
 * 0 is the older end of the range, the last one its newer end. Parents that lie outside of the range are not here.
 */
import { UsageError } from '../../../errors.js';
import { COMMITS_LIMIT } from '../../../result/campaign.js';
import { ancestryOf } from './ancestry.js';

export class Commits {
  readonly count: number;
  readonly children: readonly (readonly number[])[];
  /** For each commit, the parent with most ancestors, -1 where it has none. */
  readonly #mainParents: Int32Array;
  /** For each commit, the ancestors that it has beside those of its main parent. */
  readonly #brought: readonly Int32Array[];
  readonly #ancestors = new Map<number, Uint8Array>();

  /**
   * @param parents of each commit
   * @throws UsageError where there are too many
   * @throws RangeError where a commit does not come after its parents
   */
  constructor(readonly parents: readonly (readonly number[])[]) {
    this.count = parents.length;
    if (this.count > COMMITS_LIMIT)
      throw new UsageError(
        `the range holds ${this.count} commits, and a bisect takes ${COMMITS_LIMIT}: give ends that lie closer together, or paths`,
      );
    const children: number[][] = parents.map(() => []);
    for (const [commit, above] of parents.entries()) {
      for (const parent of above) {
        if (!Number.isInteger(parent) || parent < 0 || parent >= commit)
          throw new RangeError(`commit ${commit} does not come after its parent ${parent}`);
        children[parent]?.push(commit);
      }
    }
    this.children = children;
    const { mainParents, brought } = ancestryOf(parents);
    this.#mainParents = mainParents;
    this.#brought = brought;
  }

  /** The commits from which one descends, and itself: 1 for each of them, else 0. */
  ancestorsOf(commit: number): Uint8Array {
    const known = this.#ancestors.get(commit);
    if (known !== undefined) return known;
    const marks = new Uint8Array(this.count);
    marks[commit] = 1;
    for (let one = commit; one >= 0; one--) {
      if (marks[one] !== 1) continue;
      for (const parent of this.parents[one] ?? []) marks[parent] = 1;
    }
    this.#ancestors.set(commit, marks);
    return marks;
  }

  /**
   * For each commit, the sum over it and its ancestors of what each of them has.
   *
   * @param values `width` numbers for each commit, one commit behind the other
   * @param within the commits whose sums are asked for, 1 each; the others' values must be 0 where they are ancestors
   *   of these, and their sums stay 0
   */
  sumsOverAncestors(values: Float64Array, width: number, within?: Uint8Array): Float64Array {
    const sums = new Float64Array(values.length);
    const add = (to: number, from: Float64Array, place: number): void => {
      for (let index = 0; index < width; index++) {
        const before = sums[to + index] ?? 0;
        sums[to + index] = before + (from[place + index] ?? 0);
      }
    };
    for (let commit = 0; commit < this.count; commit++) {
      if (within !== undefined && within[commit] !== 1) continue;
      const to = commit * width;
      const parent = this.#mainParents[commit] ?? -1;
      if (parent >= 0) sums.copyWithin(to, parent * width, (parent + 1) * width);
      for (const one of this.#brought[commit] ?? []) add(to, values, one * width);
      add(to, values, to);
    }
    return sums;
  }

  /** For each commit, the fewest steps from this one along parents and children; their count where there is no way. */
  distancesTo(commit: number): Int32Array {
    const distances = new Int32Array(this.count).fill(this.count);
    distances[commit] = 0;
    const queue = [commit];
    // Each commit is queued once.
    for (let next = 0; next < queue.length; next++) {
      const one = queue[next] ?? 0;
      for (const near of [...(this.parents[one] ?? []), ...(this.children[one] ?? [])]) {
        if (distances[near] !== this.count) continue;
        distances[near] = (distances[one] ?? 0) + 1;
        queue.push(near);
      }
    }
    return distances;
  }
}
