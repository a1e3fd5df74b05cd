/** Words for a shell, and the words of a shell. */
import { UsageError } from './errors.js';
import { printable } from './result/printable.js';

/** A quoted part of a word, one that a backslash begins, a plain one, or what stands between words. */
const PART = /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^\s'"\\]+)|(\s+)/gsy;

/**
 * The words of a text, as a shell would take them: quotes and backslashes hold for blanks, and nothing is expanded.
 *
 * @param name what to call the text in a message
 * @throws UsageError where a quote has no end
 */
export function wordsOf(text: string, name: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let end = 0;
  for (const match of text.matchAll(PART)) {
    const [part, single, double, escaped, plain, blanks] = match;
    end = match.index + part.length;
    if (blanks === undefined) {
      word = `${word ?? ''}${single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? plain}`;
    } else if (word !== null) {
      words.push(word);
      word = null;
    }
  }
  if (end < text.length) throw new UsageError(`${name} has a quote that does not end: close it`);
  return word === null ? words : [...words, word];
}

/** Words as a shell takes them. */
export function quoted(words: readonly string[]): string {
  return words.map(quote).join(' ');
}

function quote(word: string): string {
  if (printable(word) !== word) return `$'${[...word].map(escaped).join('')}'`;
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** As bash, dash and POSIX.1-2024 read it back between $'...': bytes that cannot be printed by their numbers. */
function escaped(character: string): string {
  if (character === "'" || character === '\\') return `\\${character}`;
  if (printable(character) === character) return character;
  return [...Buffer.from(character)]
    .map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`)
    .join('');
}
