/** Reads records out of a stream that is not trusted: every line is held against the schema, every line's length limited. What is kept of them is limited where it is kept. */
import { parseJson } from './json.js';
import { printable } from './printable.js';
import { type RaceRecord, type RecordSink, recordSchema } from './records.js';

/** Longer than any honest record: a scenario with all its evidence. */
export const LINE_LIMIT_BYTES = 4 * 1024 ** 2;
/** Of what is no record, so much is kept to be shown. */
const GARBAGE_SHOWN_BYTES = 80;

export class RecordReader {
  readonly #sink: RecordSink;
  #rest = '';
  #garbage: string | null = null;

  constructor(sink: RecordSink) {
    this.#sink = sink;
  }

  /** The first thing that came and was no record, shortened and made printable, or null. */
  get garbage(): string | null {
    return this.#garbage;
  }

  /** Takes what has come. After garbage nothing is believed any more. */
  push(chunk: string): void {
    if (this.#garbage !== null) return;
    const lines = (this.#rest + chunk).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#take(line.trim());
    if (this.#rest.length > LINE_LIMIT_BYTES) this.#refuse(this.#rest);
  }

  #take(line: string): void {
    if (line === '' || this.#garbage !== null) return;
    const record = parse(line);
    if (record === null) this.#refuse(line);
    else this.#sink(record);
  }

  #refuse(text: string): void {
    this.#rest = '';
    this.#garbage ??= `"${printable(text.slice(0, GARBAGE_SHOWN_BYTES))}"`;
  }
}

function parse(line: string): RaceRecord | null {
  try {
    const parsed = recordSchema.safeParse(parseJson(line));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
