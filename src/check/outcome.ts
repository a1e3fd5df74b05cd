/** What one run of a reproducer has come to, by its status and by the line that it prints. */
import { z } from 'zod';
import type { RanRecord } from '../result/records.js';
import { Exit } from '../result/verdict.js';

/** As src/reproduce/parts/loads/ print it. */
const COUNTS =
  /^(?<attempts>\d{1,12}) attempts, (?<early>\d{1,12}) early, (?<stale>\d{1,12}) stale, (?<sigbus>\d{1,12}) SIGBUS, (?<lasting>\d{1,12}) lasting(?:, (?<lost>\d{1,12}) lost by owners)?$/;
/** As err(3) says it, behind the program's name. */
const REASON = /^[^\s:]+: (.*)$/;
/** Of what cannot be understood, so much is shown. */
const SHOWN = 120;

const count = z.coerce.number().int().nonnegative();
const countsSchema = z
  .object({
    ...{ attempts: count, early: count, stale: count, sigbus: count, lasting: count },
    /** Places whose owner did not show its bytes any more; of places without owners 0. */
    lost: count.default(0),
  })
  .refine(({ attempts, early }) => early <= attempts)
  .refine(({ attempts, stale }) => stale <= attempts)
  // Of each attempt one load of the place, and one of its owner.
  .refine(({ attempts, stale, sigbus }) => stale + sigbus <= 2 * attempts)
  .refine(({ attempts, lost }) => lost <= attempts)
  .refine(({ stale, sigbus, lasting }) => lasting <= stale + sigbus);

export type RunCounts = z.infer<typeof countsSchema>;

/** Whether a run found what it should, and what it counted; or why it tells nothing. */
export type RunOutcome =
  | ({ readonly kind: 'stale' | 'clean' | 'sigbus' | 'too-few' } & RunCounts)
  | { readonly kind: 'untested'; readonly reason: string };

/**
 * What a run tells. Nothing is stale but what status and counts agree on.
 *
 * @param ran as the guest has sent it
 */
export function outcomeOf({ status, signal, lines }: RanRecord): RunOutcome {
  if (signal !== null) return untested(`the program was ended by ${signal}`);
  const [line = ''] = lines;
  const read = countsSchema.safeParse(COUNTS.exec(line)?.groups);
  if (read.success && lines.length === 1) {
    const kind = kindOf(read.data, status);
    if (kind !== null) return { kind, ...read.data };
  }
  const [, reason] = REASON.exec(line) ?? [];
  if (status === Exit.UNTESTED && reason !== undefined) return untested(reason);
  const said = lines.length === 0 ? 'nothing' : `"${lines.join(' ').slice(0, SHOWN)}"`;
  return untested(`the program ended with status ${status} and said ${said}`);
}

/** Null where the status is not that of such counts. */
function kindOf({ attempts, stale, sigbus, lost }: RunCounts, status: number | null) {
  // What an owner has lost is a stale read in a result too.
  if (status === Exit.STALE && stale + lost > 0) return 'stale';
  if (status === Exit.STALE && sigbus > 0) return 'sigbus';
  if (stale > 0 || sigbus > 0 || lost > 0) return null;
  if (status === Exit.CLEAN && attempts > 0) return 'clean';
  return status === Exit.UNTESTED ? 'too-few' : null;
}

function untested(reason: string): RunOutcome {
  return { kind: 'untested', reason };
}
