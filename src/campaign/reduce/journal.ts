/**
 * The journal of a reduction: every run is on disk before anybody hears of it, and the same command takes what it holds
 * for what it would run. What it does next follows from that, so it goes on where it stopped.
 */
import { closeSync, fstatSync, ftruncateSync } from 'node:fs';
import type { Logger } from 'pino';
import { z } from 'zod';
import { UsageError } from '../../errors.js';
import { resultAgrees } from '../../result/agreement.js';
import { text } from '../../result/campaign.js';
import { resultSchema, verdictSchema } from '../../result/result.js';
import { openLocked, readWhole } from '../journal/file.js';
import { linesOf, parsed } from '../journal/lines.js';
import { RecordFile } from '../journal/record-file.js';
import { keyOf, type Setting } from './setting.js';
import type { Racer, Seen } from './tries.js';

const headerSchema = z.object({
  record: z.literal('reduction'),
  schema: z.literal('holerace.reduction-journal/1'),
  holerace: text,
  /** Stands for the result, the scenario, the kernel, and how each run is made. */
  of: text,
});

const trySchema = z
  .object({
    record: z.literal('try'),
    key: text,
    verdict: verdictSchema,
    reason: text.nullable(),
    isImpossible: z.boolean(),
    seconds: z.number().nonnegative().finite(),
    result: resultSchema.nullable(),
  })
  .refine(({ verdict, result }) => result === null || result.verdict === verdict)
  .refine(({ result }) => result === null || resultAgrees(result));

export type ReductionHeader = z.infer<typeof headerSchema>;
type TryRecord = z.infer<typeof trySchema>;

export class ReductionJournal {
  readonly #records: RecordFile;
  /** What it holds of each setting, and nobody has asked for yet. */
  readonly #waiting = new Map<string, TryRecord[]>();
  /** Runs that it held when it was opened. */
  readonly held: number;

  private constructor(file: string, fd: number, tries: readonly TryRecord[]) {
    this.#records = new RecordFile(file, fd);
    this.held = tries.length;
    for (const one of tries) {
      const waiting = this.#waiting.get(one.key);
      if (waiting === undefined) this.#waiting.set(one.key, [one]);
      else waiting.push(one);
    }
  }

  /**
   * Opens it, or begins it. It is locked until it is closed or its owner ends.
   *
   * @throws UsageError where it cannot be written, is of something else, or is in use
   */
  static open(file: string, header: Omit<ReductionHeader, 'record' | 'schema'>, log: Logger) {
    const fd = openLocked(file);
    try {
      const bytes = readWhole(fd, file);
      const lines = linesOf(bytes);
      const first = lines.next().value ?? undefined;
      const wanted: ReductionHeader = {
        ...{ record: 'reduction', schema: 'holerace.reduction-journal/1' },
        ...header,
      };
      if (first === undefined) checkBeginning(bytes, file);
      if (first !== undefined) checkHeader(file, first.text, wanted);
      let whole = first?.end ?? 0;
      const tries: TryRecord[] = [];
      for (const { text: line, end } of lines) {
        const one = parsed(line, trySchema);
        if (one === null) throw damaged(file, tries.length + 2);
        tries.push(one);
        whole = end;
      }
      if (fstatSync(fd).size > whole) {
        if (whole > 0) log.warn(`the last record of the journal ${file} is torn, and is left out`);
        ftruncateSync(fd, whole);
      }
      const journal = new ReductionJournal(file, fd, tries);
      if (first === undefined) journal.#records.begin(wanted);
      return journal;
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  }

  /** A racer that takes a run from the journal where it holds one, and else makes it and notes it. */
  racer(race: Racer): Racer {
    return async (setting: Setting): Promise<Seen> => {
      const key = keyOf(setting);
      const held = this.#of(key).shift();
      if (held !== undefined) return held;
      const seen = await race(setting);
      const { verdict, reason, isImpossible, seconds, result } = seen;
      this.#records.append({ record: 'try', key, verdict, reason, isImpossible, seconds, result });
      return seen;
    };
  }

  close(): void {
    this.#records.close();
  }

  #of(key: string): TryRecord[] {
    return this.#waiting.get(key) ?? [];
  }
}

/** How every journal of a reduction begins. */
const BEGINNING = '{"record":"reduction",';

/**
 * Looks at the beginning of a file alone.
 *
 * @throws UsageError where it is no journal of a reduction
 */
export function checkBeginning(bytes: Buffer, file: string): void {
  if (bytes.length > 0 && !bytes.toString('latin1').startsWith(BEGINNING)) throw foreign(file);
}

function checkHeader(file: string, line: string, wanted: ReductionHeader): void {
  const header = parsed(line, headerSchema);
  if (header === null) throw foreign(file);
  if (header.holerace === wanted.holerace && header.of === wanted.of) return;
  throw new UsageError(
    `the journal ${file} is of another reduction: give another --journal, or --restart`,
  );
}

function damaged(file: string, line: number): UsageError {
  return new UsageError(
    `the journal ${file} is damaged in line ${line}: give another --journal, or cut it off there`,
  );
}

function foreign(file: string): UsageError {
  return new UsageError(`${file} is not the journal of a reduction: give another --journal`);
}
