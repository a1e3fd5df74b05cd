/**
 * The stream of records that a race sends while it runs: from the racing child to its parent, and out of
 * the guest. One JSON object a line. What a guest says is validated here before anyone believes it.
 */
import { z } from 'zod';
import { complaintSchema } from './complaint.js';
import {
  COMPLAINTS_CEILING,
  LOG_LINE_LIMIT,
  PROGRAM_LINE_LIMIT,
  PROGRAM_LINES_CEILING,
  PROGRAM_RUNS_CEILING,
} from './limits.js';
import { printable } from './printable.js';
import { evidenceSchema, leftOutSchema, scenarioResultSchema, targetSchema } from './result.js';

const text = z.string().max(4096).transform(printable);
const whole = z.number().int().nonnegative();

export const recordSchema = z.discriminatedUnion('record', [
  z.object({ record: z.literal('start'), holerace: text, kernelRelease: text, cpus: whole }),
  z.object({ record: z.literal('target'), target: targetSchema }),
  /** A scenario begins. */
  z.object({ record: z.literal('racing'), scenario: text, filesystem: text }),
  z.object({
    record: z.literal('progress'),
    scenario: text,
    filesystem: text,
    seconds: z.number().nonnegative(),
    attempts: whole,
    overlapped: whole,
    early: whole,
    late: whole,
    stale: whole,
    sigbus: whole.default(0),
  }),
  /** A load that got SIGBUS where the file has data. */
  z.object({
    record: z.literal('sigbus'),
    scenario: text,
    filesystem: text,
    seconds: z.number().nonnegative(),
    evidence: evidenceSchema,
  }),
  z.object({
    record: z.literal('stale'),
    scenario: text,
    filesystem: text,
    seconds: z.number().nonnegative(),
    evidence: evidenceSchema,
  }),
  z.object({ record: z.literal('scenario'), scenario: scenarioResultSchema }),
  /** From here on somebody reads the kernel's log. */
  z.object({
    record: z.literal('listening'),
    /** By the clock of its messages. */
    kernelSeconds: z.number().nonnegative(),
  }),
  z.object({
    record: z.literal('complaint'),
    number: whole.max(COMPLAINTS_CEILING - 1),
    complaint: complaintSchema,
  }),
  /** It came again: so often by now. */
  z.object({
    record: z.literal('complaint-again'),
    number: whole.max(COMPLAINTS_CEILING - 1),
    times: whole.positive(),
  }),
  /** The guest's init: a line of the kernel's log from after the race's process had ended. */
  z.object({ record: z.literal('log'), line: z.string().max(2 * LOG_LINE_LIMIT) }),
  /** A scenario that nobody named, and that this filesystem cannot do. */
  z.object({ record: z.literal('left-out'), leftOut: leftOutSchema }),
  /** Nothing could be raced on this filesystem, or in this directory. */
  z.object({ record: z.literal('untested'), filesystem: text.nullable(), reason: text }),
  /** mkfs refused what it was asked for: no word about the kernel. */
  z.object({ record: z.literal('refused'), reason: text }),
  /** A thread of the race is stuck in the kernel, which can go no further and may not even end. */
  z.object({ record: z.literal('stuck'), reason: text }),
  /** A program that was given is running, for so long by now: a sign of life. */
  z.object({
    record: z.literal('running'),
    run: whole.positive().max(PROGRAM_RUNS_CEILING),
    seconds: z.number().nonnegative(),
  }),
  /** It has ended: by itself with a status, or by a signal; the first lines that it printed. */
  z.object({
    record: z.literal('ran'),
    run: whole.positive().max(PROGRAM_RUNS_CEILING),
    status: whole.max(255).nullable(),
    signal: text.nullable(),
    lines: z
      .array(z.string().max(PROGRAM_LINE_LIMIT).transform(printable))
      .max(PROGRAM_LINES_CEILING),
  }),
  /** The race has said all it had to say. */
  z.object({ record: z.literal('done') }),
  /** The guest's init: the race's process has ended. The token proves that init, and no noise, wrote it. */
  z.object({ record: z.literal('end'), token: text, status: whole }),
]);

export type RaceRecord = z.infer<typeof recordSchema>;
export type Progress = Extract<RaceRecord, { record: 'progress' }>;
export type FoundRecord = Extract<RaceRecord, { record: 'stale' | 'sigbus' }>;

export type RanRecord = Extract<RaceRecord, { record: 'ran' }>;

/** Takes each record as it is made. */
export type RecordSink = (record: RaceRecord) => void;
