/**
 * JSON of others. Parsed, it takes more memory than its text, and what is nested deeply ends whoever walks it: both are
 * limited before anything is made of it.
 */

/**
 * Values of one document: more than any honest one of the longest file has. Parsed a value takes some tens of bytes, so
 * a document takes no more than a gigabyte beside its texts.
 */
export const VALUES_LIMIT = 16_000_000;
/** Levels of one document: no honest one has more than ten. */
export const LEVELS_LIMIT = 64;

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
/** Of the characters that open: `[` and `{`; what closes each is two behind. */
const OPENING = [0x5b, 0x7b] as const;

/**
 * The value of a text.
 *
 * @throws SyntaxError where it is no JSON, or more of it than the limits allow
 */
export function parseJson(text: string): unknown {
  checkSize(text);
  return JSON.parse(text);
}

/** One pass over the text, whether it is JSON or not. */
function checkSize(text: string): void {
  let [values, level] = [1, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === COMMA) values++;
    else if (code === OPENING[0] || code === OPENING[1]) {
      values++;
      level++;
    } else if (code === OPENING[0] + 2 || code === OPENING[1] + 2) level--;
    if (values > VALUES_LIMIT) throw new SyntaxError('more values than any document has');
    if (level > LEVELS_LIMIT) throw new SyntaxError('nested more deeply than any document is');
  }
}

/** Where the string ends that begins at a place; the end of the text where it has no end. */
function endOfString(text: string, begin: number): number {
  let end = begin + 1;
  while (end < text.length && text.charCodeAt(end) !== QUOTE)
    end += text.charCodeAt(end) === BACKSLASH ? 2 : 1;
  return end;
}
