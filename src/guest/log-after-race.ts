/**
 * What the kernel says when the race's process has ended: that its page tables did not add up is found only
 * when they are taken down. By then Node.js is gone; the shell sends the lines as they are, a record each.
 */

/** Stands in the log where the race's process began and stopped to read it. */
export const LOG_MARK = 'holerace: the log is read from here';

/** The applets of busybox that send the lines. */
export const LOG_APPLETS = ['cut', 'dmesg', 'head', 'sed', 'tr'] as const;

/** More is a flood; the race's own process would have told of it. */
export const LOG_LINES_LIMIT = 256;
const LINE_BYTES = 400;

/** A command of the shell that prints the lines behind the last mark as records. */
export function logAfterRace(): string {
  return [
    'dmesg -r',
    // What is held is thrown away at each mark, and printed at the end.
    `sed -n -e '/${LOG_MARK}/{s/.*//;h;d;}' -e H -e '\${x;p;}'`,
    `head -n ${LOG_LINES_LIMIT}`,
    String.raw`tr -cd '\012\040-\176'`,
    `cut -b 1-${LINE_BYTES}`,
    String.raw`sed -e '/^$/d' -e 's/[\\"]/\\&/g' -e 's/^/{"record":"log","line":"/' -e 's/$/"}/'`,
  ].join(' | ');
}
