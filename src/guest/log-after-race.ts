/**
 * What the kernel says when the race's process has ended: that its page tables did not add up is found only
 * when they are taken down. By then Node.js is gone; the shell sends the lines as they are, a record each.
 */

/** Stands in the log where the race's process began and stopped to read it. */
export const LOG_MARK = 'holerace: the log is read from here';

/** The applets of busybox that send the lines: two processes, for each takes an emulated guest long. */
export const LOG_APPLETS = ['awk', 'dmesg'] as const;

/** More is a flood; the race's own process would have told of it. */
export const LOG_LINES_LIMIT = 256;
const LINE_BYTES = 400;

/** A command of the shell that prints the lines behind the last mark as records. */
export function logAfterRace(): string {
  // What is held is thrown away at each mark, and printed at the end.
  const hold = `/${LOG_MARK}/{lines=0;next}{held[lines++]=$0}`;
  const print = [
    `line=held[at];gsub(/[^ -~]/,"",line)`,
    `line=substr(line,1,${LINE_BYTES})`,
    'if(line=="")continue',
    String.raw`gsub(/[\\"]/,"\\\\&",line)`,
    String.raw`print "{\"record\":\"log\",\"line\":\"" line "\"}"`,
  ].join(';');
  return `dmesg -r | awk '${hold}END{for(at=0;at<lines&&at<${LOG_LINES_LIMIT};at++){${print}}}'`;
}
