/** As gcc, ld, make and spatch begin the line that says what went wrong. */
const ERROR = /No space left|undefined reference|error:|\*\*\*/i;

/** Whether a line of a build tells an error. */
export function tellsError(line: string): boolean {
  return ERROR.test(line);
}
