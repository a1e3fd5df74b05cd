/**
 * A complaint: what the kernel's own log says while it is raced. It is never a stale read, and says nothing
 * of one; whoever reads a result must see it beside the verdict.
 */
import { z } from 'zod';
import { COMPLAINT_LINES_CEILING, LOG_LINE_LIMIT } from './limits.js';
import { printable } from './printable.js';

const line = z.string().max(LOG_LINE_LIMIT).transform(printable);
const name = z.string().max(256).transform(printable);

export const COMPLAINT_KINDS = [
  'warning',
  'bug',
  'oops',
  'lockdep',
  'kasan',
  'kcsan',
  'kmsan',
  'kfence',
  'ubsan',
  'memory',
  'hung-task',
  'stall',
  'lockup',
  'filesystem',
  'invalidation',
  'memory-failure',
  /** No word of the kernel's: more came than could be read, or is kept. */
  'flood',
] as const;

export const complaintSchema = z.object({
  kind: z.enum(COMPLAINT_KINDS),
  /** Its first line. */
  line,
  /** The function of the kernel that it names, null where it names none. */
  function: name.nullable(),
  /** Where in the kernel's source, as in `fs/dax.c:390`. */
  place: name.nullable(),
  /** What was raced when it came, null before, between and after: at a mount, at an unmount. */
  scenario: name.nullable(),
  filesystem: name.nullable(),
  /** Since the race began. */
  seconds: z.number().nonnegative().finite(),
  /** How often it came. */
  times: z.number().int().positive(),
  /** All that it said, the first time. */
  text: z.array(line).max(COMPLAINT_LINES_CEILING),
});

export type Complaint = z.infer<typeof complaintSchema>;
export type ComplaintKind = Complaint['kind'];
