/** The lines of a journal, each of which is a record. */
import { parseJson } from '../../result/json.js';

export interface Line {
  readonly text: string;
  /** The place in the file behind its line feed. */
  readonly end: number;
}

/** The lines that have an end, as every whole record has. Garbage need not be text: places are counted in bytes. One by one: a file may hold more of them than memory does. */
export function* linesOf(bytes: Buffer): Generator<Line, void> {
  let begin = 0;
  for (let end = bytes.indexOf('\n'); end >= 0; end = bytes.indexOf('\n', begin)) {
    yield { text: bytes.toString('utf8', begin, end), end: end + 1 };
    begin = end + 1;
  }
}

interface Schema<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false };
}

/** The record of a line, null where it holds none of that kind. */
export function parsed<T>(line: string, schema: Schema<T>): T | null {
  try {
    const outcome = schema.safeParse(parseJson(line));
    return outcome.success ? outcome.data : null;
  } catch {
    return null;
  }
}
