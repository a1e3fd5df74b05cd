/**
 * Candidates of a graph that no run can tell apart, for what lies between them cannot be tested. Two changes differ
 * only by the commits that hold one of them and not the other: they are told apart where one such can be tested.
 */
import { isUntestable, type KernelCounts } from '../../run-counts.js';
import { at } from '../posterior.js';
import { endsOf, type GraphPosterior, type Range } from './posterior.js';

/** Candidates that no run can tell apart. */
export interface CommitGroup {
  /** The commits, parents first; none where the only candidate is that there is no fix. */
  readonly members: readonly number[];
  readonly probability: number;
  /** The nearest commits that can be tested and that are bad if the answer is here: they must be seen stale. */
  readonly witnesses: readonly number[];
}

/** The groups of all candidates. */
export function groupsOf(
  range: Range,
  posterior: GraphPosterior,
  counts: readonly KernelCounts[],
): CommitGroup[] {
  const { candidates, probabilities, never } = posterior;
  const { good, bad } = endsOf(range);
  const isTold = (commit: number): boolean => {
    const own = at(counts, commit);
    return own.stale > 0 || commit === bad || !isUntestable(own);
  };
  const groups = new Map<string, { members: number[]; probability: number; below: number[] }>();
  const join = (below: number[], member: number | null, probability: number): void => {
    const key = below.join();
    const group = groups.get(key) ?? { members: [], probability: 0, below };
    if (member !== null) group.members.push(member);
    group.probability += probability;
    groups.set(key, group);
  };
  for (const [commit, mark] of candidates.entries()) {
    if (mark !== 1) continue;
    join(nearestBelow(range, commit, candidates, isTold), commit, probabilities[commit] ?? 0);
  }
  if (range.looksFor === 'first-bad')
    return [...groups.values()].map(({ below, ...group }) => ({ ...group, witnesses: below }));
  join([], null, never);
  return [...groups.values()].map(({ below: _, members, probability }) => ({
    ...{ members, probability },
    witnesses: members.length === 0 ? [good] : nearestAbove(range, members, isTold),
  }));
}

/** The testable candidates next to a commit that hold its change, without those that descend from another of them. */
function nearestBelow(
  { commits }: Range,
  commit: number,
  candidates: Uint8Array,
  isTold: (commit: number) => boolean,
): number[] {
  if (isTold(commit)) return [commit];
  const within = (one: number) => candidates[one] === 1;
  const next = reached([commit], (one) => (commits.children[one] ?? []).filter(within), isTold);
  return next.filter((one) =>
    next.every((other) => other === one || commits.ancestorsOf(one)[other] !== 1),
  );
}

/** The testable commits above some that do not hold their change. */
function nearestAbove(
  { commits }: Range,
  members: readonly number[],
  isTold: (commit: number) => boolean,
): number[] {
  const own = new Set(members);
  const isWitness = (one: number) => !own.has(one) && isTold(one);
  const above = reached(members, (one) => commits.parents[one] ?? [], isWitness);
  return above.filter((one) => members.every((member) => commits.ancestorsOf(one)[member] !== 1));
}

/** The first commits on every way that are as asked for, in their order; each commit is looked at once. */
function reached(
  from: readonly number[],
  nextOf: (commit: number) => readonly number[],
  isEnd: (commit: number) => boolean,
): number[] {
  const seen = new Set(from);
  const ends: number[] = [];
  const queue = from.flatMap(nextOf);
  for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
    if (seen.has(one)) continue;
    seen.add(one);
    if (isEnd(one)) ends.push(one);
    else queue.push(...nextOf(one));
  }
  return ends.sort((one, other) => one - other);
}
