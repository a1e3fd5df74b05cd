/**
 * Reads what was saved: a result or the report of a campaign (`--json`), or the records of either with what
 * they have come to at their end (`--format ndjson`). A file may be cut off, foreign, from a newer holerace,
 * or made to deceive.
 */
import type { z } from 'zod';
import { UsageError } from '../errors.js';
import { withoutMark } from '../files/regular-file.js';
import { resultAgrees } from '../result/agreement.js';
import {
  type BisectKernel,
  type BisectReport,
  bisectReportSchema,
  type SweepReport,
  sweepReportSchema,
} from '../result/campaign.js';
import { parseJson } from '../result/json.js';
import { printable } from '../result/printable.js';
import { REDUCTION_SCHEMA, type Reduction, reductionSchema } from '../result/reduction.js';
import { RESULT_SCHEMA, type Result, resultSchema } from '../result/result.js';
import { overallVerdict } from '../result/verdict.js';

/** Results of one file: more than any campaign has kernels. */
const RESULTS_CEILING = 4096;

type Json = Readonly<Record<string, unknown>>;

export interface Saved {
  readonly results: readonly Result[];
  readonly campaigns: readonly (SweepReport | BisectReport)[];
  /** Their results are among the results. */
  readonly reductions: readonly Reduction[];
}

/**
 * What the text of a saved file holds, in order; there is something.
 *
 * @param name what the file is called in messages
 * @throws UsageError where the text holds nothing, or something that cannot be believed
 */
export function readSaved(name: string, saved: string): Saved {
  const text = withoutMark(saved);
  const results: Result[] = [];
  const campaigns: (SweepReport | BisectReport)[] = [];
  const reductions: Reduction[] = [];
  for (const document of documentsOf(name, text)) {
    const value = partOf(document);
    if (value === null) continue;
    const part = believe(name, value);
    if (part.schema === RESULT_SCHEMA) results.push(part);
    else if (part.schema === REDUCTION_SCHEMA) {
      reductions.push(part);
      if (part.result !== null) results.push(part.result);
    } else campaigns.push(part);
    if (results.length + campaigns.length + reductions.length > RESULTS_CEILING)
      throw new UsageError(
        `${name} holds more than ${RESULTS_CEILING} results: render it in parts`,
      );
  }
  if (results.length + campaigns.length + reductions.length === 0) {
    throw new UsageError(
      `${name} holds no result: its race had not come to an end when it was saved`,
    );
  }
  return { results, campaigns, reductions };
}

/** A whole file of JSON, or one object a line. */
function* documentsOf(name: string, text: string): Generator<Json, void> {
  if (text.trim() === '') throw new UsageError(`${name} is empty: give the file of --json`);
  const whole = parse(text);
  if (whole !== null) yield whole;
  else yield* documentsByLine(name, text);
}

/** One by one: what is not kept of them takes no memory. */
function* documentsByLine(name: string, text: string): Generator<Json, void> {
  let isFirst = true;
  for (let begin = 0; begin < text.length; ) {
    const feed = text.indexOf('\n', begin);
    const end = feed < 0 ? text.length : feed;
    const line = text.slice(begin, end);
    begin = end + 1;
    if (line.trim() === '') continue;
    const document = parse(line);
    if (document === null && isFirst && !text.trimStart().startsWith('{')) throw foreign(name);
    if (document === null) throw new UsageError(`${name} is truncated or damaged: save it again`);
    isFirst = false;
    yield document;
  }
}

function parse(text: string): Json | null {
  try {
    const value: unknown = parseJson(text);
    return typeof value === 'object' && value !== null ? (value as Json) : null;
  } catch {
    return null;
  }
}

/** The records that hold what a race or a campaign has come to. */
const LAST_RECORDS: readonly unknown[] = ['result', 'sweep', 'bisect', 'reduction'];

/** What a document is to be rendered, null where it is a record on the way to it. */
function partOf(document: Json): unknown {
  const { record } = document;
  if (LAST_RECORDS.includes(record)) return document[String(record)] ?? {};
  return typeof record === 'string' ? null : document;
}

/** The kinds of saved objects, by the schema that they say they hold to. */
const KINDS = {
  result: { schema: resultSchema, agrees: resultAgrees },
  sweep: { schema: sweepReportSchema, agrees: sweepAgrees },
  bisect: { schema: bisectReportSchema, agrees: bisectAgrees },
  reduction: { schema: reductionSchema, agrees: reductionAgrees },
} as const;

/** An object that is what its schema says, and agrees with itself. */
function believe(name: string, value: unknown): Result | SweepReport | BisectReport | Reduction {
  const schema = (value as { readonly schema?: unknown } | null)?.schema;
  if (typeof schema !== 'string' || !schema.startsWith('holerace.')) throw foreign(name);
  if (schema === RESULT_SCHEMA) return checked(name, value, KINDS.result);
  if (schema === 'holerace.sweep/1') return checked(name, value, KINDS.sweep);
  if (schema === 'holerace.bisect/1') return checked(name, value, KINDS.bisect);
  if (schema === REDUCTION_SCHEMA) return checked(name, value, KINDS.reduction);
  throw new UsageError(
    `${name} is ${printable(schema.slice(0, 80))}, and this holerace reads ${RESULT_SCHEMA}, sweep/1, bisect/1 and reduction/1: update holerace`,
  );
}

interface Kind<T> {
  readonly schema: z.ZodType<T>;
  readonly agrees: (value: T) => boolean;
}

function checked<T>(name: string, value: unknown, kind: Kind<T>): T {
  const parsed = kind.schema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') ?? '';
    throw new UsageError(
      `${name} is damaged: ${printable(`${where}: ${issue?.message}`.slice(0, 160))}; save it again`,
    );
  }
  if (!kind.agrees(parsed.data)) {
    throw contradiction(name);
  }
  return parsed.data;
}

/** What was not run is untested, and each other kernel is what its result is. */
function sweepAgrees({ verdict, kernels }: SweepReport): boolean {
  const each = kernels.every((kernel) =>
    kernel.result === null
      ? kernel.verdict === 'untested'
      : kernel.verdict === kernel.result.verdict && resultAgrees(kernel.result),
  );
  return each && verdict === overallVerdict(kernels);
}

/** Its result is one of its scenario that was stale, and each window reaches from one of its points to a later one. */
function reductionAgrees({ scenario, result, windows, least }: Reduction): boolean {
  const isStale = result?.scenarios.some(({ id, stale }) => id === scenario && stale > 0) ?? true;
  const order = windows.every(({ points, first, last }) => {
    const names = points.map(({ point }) => point);
    const [from, to] = [names.indexOf(first), names.indexOf(last)];
    return from >= 0 && from <= to && points[from]?.finding === 'finds';
  });
  return isStale && order && least.stale > 0 && (result === null || resultAgrees(result));
}

/** Its result is of one of its runs, and of a stale one where there was any. */
function kernelAgrees({ result, ...counts }: BisectKernel): boolean {
  if (result === undefined) return true;
  const isOfRun = counts[result.verdict] > 0;
  return isOfRun && (counts.stale === 0 || result.verdict === 'stale') && resultAgrees(result);
}

/** The runs are those that the kernels were counted by, and the answer is among them. */
function bisectAgrees({ kernels, runs, answer }: BisectReport): boolean {
  const names = new Set(kernels.map(({ k }) => k));
  if (!answer.kernels.every((k) => names.has(k))) return false;
  if (!kernels.every(kernelAgrees)) return false;
  if (runs === undefined) return true;
  const counts = kernels.map(() => ({ stale: 0, clean: 0, untested: 0 }));
  for (const { kernel, verdict } of runs) {
    const count = counts[kernel];
    if (count === undefined) return false;
    count[verdict]++;
  }
  return kernels.every(({ stale, clean, untested }, index) => {
    const count = counts[index];
    return count?.stale === stale && count.clean === clean && count.untested === untested;
  });
}

/** What is said of a saved file that does not agree with itself. */
export function contradiction(name: string): UsageError {
  return new UsageError(`${name} contradicts itself: its verdict is not what its counts say`);
}

function foreign(name: string): UsageError {
  return new UsageError(`${name} is not a holerace result: give the file of --json`);
}
