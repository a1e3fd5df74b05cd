/**
 * Reads what was saved: a result (`--json`), or the records of a race with its result at their end
 * (`--format ndjson`). A file may be cut off, foreign, from a newer holerace, or made to deceive.
 */
import { UsageError } from '../errors.js';
import { printable } from './printable.js';
import { RESULT_SCHEMA, type Result, resultSchema } from './result.js';
import { isConsistent, overallVerdict } from './verdict.js';

/** No honest file is longer: the results of a long campaign stay far below. */
export const SAVED_LIMIT_BYTES = 64 * 1024 ** 2;
/** Results of one file: more than any campaign has kernels. */
const RESULTS_CEILING = 4096;

type Json = Readonly<Record<string, unknown>>;

/**
 * The results in the text of a saved file, in order; there is at least one.
 *
 * @param name what the file is called in messages
 * @throws UsageError where the text holds none, or one that cannot be believed
 */
export function readSaved(name: string, text: string): Result[] {
  const results = documentsOf(name, text).flatMap((document) => resultsOf(name, document));
  if (results.length === 0) {
    throw new UsageError(
      `${name} holds no result: its race had not come to an end when it was saved`,
    );
  }
  if (results.length > RESULTS_CEILING) {
    throw new UsageError(`${name} holds more than ${RESULTS_CEILING} results: render it in parts`);
  }
  return results;
}

/** A whole file of JSON, or one object a line. */
function documentsOf(name: string, text: string): Json[] {
  if (text.trim() === '') throw new UsageError(`${name} is empty: give the file of --json`);
  const whole = parse(text);
  if (whole !== null) return [whole];
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const documents = lines.map(parse);
  if (documents[0] === null && !text.trimStart().startsWith('{')) throw foreign(name);
  if (documents.some((document) => document === null)) {
    throw new UsageError(`${name} is truncated or damaged: save it again`);
  }
  return documents as Json[];
}

function parse(text: string): Json | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Json) : null;
  } catch {
    return null;
  }
}

/** What one document holds, by what it says that it is. Another kind of saved file is another line here. */
function resultsOf(name: string, document: Json): Result[] {
  if (document.record === 'result') return [believe(name, document.result)];
  if (typeof document.record === 'string') return [];
  return [believe(name, document)];
}

/** A result that is what the schema says, and agrees with itself. */
function believe(name: string, value: unknown): Result {
  const schema = (value as { readonly schema?: unknown } | null | undefined)?.schema;
  if (typeof schema !== 'string' || !schema.startsWith('holerace.')) throw foreign(name);
  if (schema !== RESULT_SCHEMA) {
    throw new UsageError(
      `${name} is ${printable(schema.slice(0, 80))}, and this holerace reads ${RESULT_SCHEMA}: update holerace`,
    );
  }
  const parsed = resultSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') ?? '';
    throw new UsageError(
      `${name} is damaged: ${printable(`${where}: ${issue?.message}`.slice(0, 160))}; save it again`,
    );
  }
  if (!agrees(parsed.data)) {
    throw new UsageError(`${name} contradicts itself: its verdict is not what its counts say`);
  }
  return parsed.data;
}

/** A verdict may be worse than its scenarios, for some may be missing, but never better. */
function agrees({ verdict, scenarios }: Result): boolean {
  const overall = overallVerdict(scenarios);
  if (!scenarios.every(isConsistent)) return false;
  return verdict === overall || (verdict === 'untested' && overall === 'clean');
}

function foreign(name: string): UsageError {
  return new UsageError(`${name} is no result of holerace: give the file of --json`);
}
