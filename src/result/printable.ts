// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not pass.
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/g;

/**
 * Text of others, fit to be printed: a guest, a kernel's console or a file may hold escape sequences that
 * would drive the user's terminal, line ends that would forge lines of ours, and characters that turn the order of
 * what follows around (Unicode, UAX #9, 2.1 to 2.4) or mark the order of bytes.
 */
export function printable(text: string): string {
  return text.replace(CONTROLS, ' ');
}

/** The same of several lines, which stay lines. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}
