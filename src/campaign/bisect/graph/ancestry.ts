/**
 * Prepares sums over ancestors. Along a line each sum is the one before it and one more; a merge adds what its main
 * parent does not descend from, which is kept as a list for each merge. Which commits these are is found with one bit
 * for each ancestor, block after block, so that no more than `BLOCK` bits of each commit are held at once.
 */

/** Ancestors that are looked at together. */
const BLOCK = 4096;
const WORD_BITS = 32;
const BLOCK_WORDS = BLOCK / WORD_BITS;

export interface Ancestry {
  /** For each commit, the parent with most ancestors, -1 where it has none. */
  readonly mainParents: Int32Array;
  /** For each commit, the ancestors that it has beside those of its main parent. */
  readonly brought: readonly Int32Array[];
}

const NOTHING = new Int32Array(0);

/** @param parents of each commit, all of which come before it */
export function ancestryOf(parents: readonly (readonly number[])[]): Ancestry {
  const mainParents = Int32Array.from(parents, ([first = -1]) => first);
  const merges = parents.flatMap((above, commit) => (above.length > 1 ? [commit] : []));
  if (merges.length === 0) return { mainParents, brought: parents.map(() => NOTHING) };
  const ancestors = new Int32Array(parents.length);
  for (const { bits } of blocksOf(parents)) {
    for (let commit = 0; commit < parents.length; commit++) {
      const begin = commit * BLOCK_WORDS;
      let count = 0;
      for (let word = begin; word < begin + BLOCK_WORDS; word++) count += onesIn(bits[word] ?? 0);
      ancestors[commit] = (ancestors[commit] ?? 0) + count;
    }
  }
  for (const merge of merges) {
    const above = parents[merge] ?? [];
    const most = Math.max(...above.map((parent) => ancestors[parent] ?? 0));
    mainParents[merge] = above.find((parent) => ancestors[parent] === most) ?? -1;
  }
  const lists = new Map<number, number[]>(merges.map((merge) => [merge, []]));
  for (const { bits, first } of blocksOf(parents)) {
    for (const [merge, list] of lists) {
      const own = merge * BLOCK_WORDS;
      const main = (mainParents[merge] ?? 0) * BLOCK_WORDS;
      for (let word = 0; word < BLOCK_WORDS; word++) {
        const left = (bits[own + word] ?? 0) & ~(bits[main + word] ?? 0);
        if (left !== 0) addBits(list, left, first + word * WORD_BITS, merge);
      }
    }
  }
  const brought = parents.map((_, commit) => Int32Array.from(lists.get(commit) ?? NOTHING));
  return { mainParents, brought };
}

/** For one block of commits after the other, which of them each commit descends from, or is. */
function* blocksOf(parents: readonly (readonly number[])[]) {
  const bits = new Int32Array(parents.length * BLOCK_WORDS);
  for (let first = 0; first < parents.length; first += BLOCK) {
    bits.fill(0);
    for (let commit = first; commit < parents.length; commit++) {
      const begin = commit * BLOCK_WORDS;
      for (const parent of parents[commit] ?? []) {
        const from = parent * BLOCK_WORDS;
        for (let word = 0; word < BLOCK_WORDS; word++)
          bits[begin + word] = (bits[begin + word] ?? 0) | (bits[from + word] ?? 0);
      }
      const place = commit - first;
      if (place >= BLOCK) continue;
      const word = begin + Math.floor(place / WORD_BITS);
      bits[word] = (bits[word] ?? 0) | (1 << (place % WORD_BITS));
    }
    yield { bits, first };
  }
}

/** The commits whose bits are set, but for the merge itself. */
function addBits(list: number[], bits: number, first: number, merge: number): void {
  // Each turn takes one bit away.
  for (let left = bits; left !== 0; left &= left - 1) {
    const commit = first + 31 - Math.clz32(left & -left);
    if (commit !== merge) list.push(commit);
  }
}

function onesIn(word: number): number {
  let count = 0;
  for (let left = word; left !== 0; left &= left - 1) count++;
  return count;
}
