/** The lines of a journal, each of which is a record. */
export interface Line {
  readonly text: string;
  /** The place in the file behind its line feed. */
  readonly end: number;
}

/** The lines that have an end, as every whole record has. Garbage need not be text: places are counted in bytes. */
export function linesOf(bytes: Buffer): Line[] {
  const lines: Line[] = [];
  let begin = 0;
  for (let end = bytes.indexOf('\n'); end >= 0; end = bytes.indexOf('\n', begin)) {
    lines.push({ text: bytes.toString('utf8', begin, end), end: end + 1 });
    begin = end + 1;
  }
  return lines;
}

interface Schema<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false };
}

/** The record of a line, null where it holds none of that kind. */
export function parsed<T>(line: string, schema: Schema<T>): T | null {
  try {
    const outcome = schema.safeParse(JSON.parse(line));
    return outcome.success ? outcome.data : null;
  } catch {
    return null;
  }
}
