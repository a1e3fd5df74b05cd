/** Lines for a mail: prose that is wrapped, commands that a shell takes in several lines, and logs as they are. */
import wrapAnsi from 'wrap-ansi';

/** Of a mail on the kernel's lists: room for a few marks of quoting within 80. */
export const COLUMNS = 75;
const INDENT = '  ';

/**
 * Prose, wrapped between words, of which none is cut; wrap-ansi, which knows how wide a character is. It takes the cube of the
 * number of blanks in a row, so these are one.
 */
export function prose(text: string, indent = ''): string[] {
  const wrapped = wrapAnsi(text.replaceAll(/ {2,}/g, ' '), COLUMNS - indent.length);
  return wrapped.split('\n').map((line) => `${indent}${line}`.trimEnd());
}

/** A name and its value, which goes on below itself. */
export function fact(name: string, value: string): string[] {
  const label = `${name}:`.padEnd(FACT_COLUMNS);
  const [first = '', ...more] = prose(value, ' '.repeat(FACT_COLUMNS));
  return [`${label}${first.slice(FACT_COLUMNS)}`.trimEnd(), ...more];
}

const FACT_COLUMNS = 13;

/** A command: a line that is too long goes on behind a backslash, between words that the shell would part as well. */
export function command(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of shellWords(text)) {
    const longer = line === '' ? word : `${line} ${word}`;
    const fits = INDENT.length + longer.length + CONTINUED.length <= COLUMNS;
    if (fits || line === '') line = longer;
    else {
      lines.push(`${INDENT}${line}${CONTINUED}`);
      // Deeper, as a continuation is.
      line = `${INDENT}${word}`;
    }
  }
  return [...lines, `${INDENT}${line}`];
}

const CONTINUED = ' \\';

/** Parts of a word as `quoted` writes them: $'...', '...', what a backslash escapes, and plain characters. */
const WORD = /(?:\$'(?:[^'\\]|\\.)*'|'[^']*'|\\.|[^\s'\\])+/gs;

/** The words as they are written, quotes and all: none is cut in two. */
function shellWords(text: string): string[] {
  return text.match(WORD) ?? [text];
}

/** Lines of a log, as long as they are. */
export function logLines(lines: readonly string[]): string[] {
  return lines.map((line) => `${INDENT}${line}`.trimEnd());
}
