/** A range of commits with most of them left out: those that a picture has room for, and how they descend. */

/** A commit that is kept. */
export interface KeptCommit {
  /** Its place in the range. */
  readonly place: number;
  /** The nearest kept commits that it descends from. */
  readonly parents: readonly KeptParent[];
}

export interface KeptParent {
  readonly place: number;
  /** Whether it is a parent in the history: nothing lies between. */
  readonly isDirect: boolean;
}

/**
 * What is left of a graph where only some of its commits are kept. A kept commit descends from another in what is left
 * if it does so in the whole. No way is shown that another way leads through a third, but for those to parents: a merge
 * stays one.
 *
 * @param parents of each commit, as places before its own
 */
export function keptCommits(
  parents: readonly (readonly number[])[],
  isKept: (place: number) => boolean,
): KeptCommit[] {
  /** Of each commit the kept ones right above it, itself where it is one. */
  const above: (readonly number[])[] = [];
  const ancestors = new Map<number, ReadonlySet<number>>();
  const kept: KeptCommit[] = [];
  for (const [place, own] of parents.entries()) {
    const reached = new Set(own.flatMap((parent) => above[parent] ?? []));
    const behind = new Set([...reached].flatMap((one) => [...(ancestors.get(one) ?? [])]));
    const nearest = [...reached].filter((one) => !behind.has(one) || own.includes(one));
    above.push(isKept(place) ? [place] : nearest);
    if (!isKept(place)) continue;
    ancestors.set(place, new Set([...nearest, ...behind]));
    kept.push({
      place,
      parents: nearest.map((one) => ({ place: one, isDirect: own.includes(one) })),
    });
  }
  return kept;
}
