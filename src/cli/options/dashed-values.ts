/** Values of options that begin with a dash, which yargs would take for options of ours. */

/** Options whose values are options of another program. */
const OF_OTHERS = ['--mkfs-options', '--mount-options'];

/**
 * Joins such an option with the word behind it, as in `--mkfs-options=-m rmapbt=1`.
 *
 * @param words of a command line; those behind `--` stay as they are
 */
export function joinDashedValues(words: readonly string[]): string[] {
  const joined: string[] = [];
  for (const [index, word] of words.entries()) {
    const before = joined.at(-1) ?? '';
    if (word === '--') return [...joined, ...words.slice(index)];
    if (OF_OTHERS.includes(before) && word.startsWith('-')) joined.push(`${joined.pop()}=${word}`);
    else joined.push(word);
  }
  return joined;
}
