/**
 * Text of others, fit to be printed: a guest, a kernel's console or a file may hold escape sequences that
 * would drive the user's terminal, and line ends that would forge lines of ours.
 */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not pass.
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ');
}
