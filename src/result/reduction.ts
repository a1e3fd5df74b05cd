/** What a result was reduced to, as `holerace reduce --json` writes it. */
import { z } from 'zod';
import { probability, text, whole } from './campaign.js';
import { PATH_CEILING } from './limits.js';
import { resultSchema, tracedCallSchema } from './result.js';

export const REDUCTION_SCHEMA = 'holerace.reduction/1';

/** Things that may be left out: more than any result has. */
const PARTS_CEILING = 512;

/** What the runs without something have shown. */
const counts = { stale: whole, clean: whole, untested: whole };

export const partSchema = z.object({
  kind: z.enum(['step', 'strategy', 'cpus', 'mkfs', 'feature', 'mount', 'point', 'places']),
  /** What may be left out, in words. */
  what: text,
  /** Not needed is certain, for it was stale without; needed is as probable as the confidence says. */
  finding: z.enum(['needed', 'not-needed', 'undecided']),
  confidence: probability.nullable(),
  ...counts,
  /** What else is to be said: why it cannot be raced without, or nobody knows. */
  reason: text.nullable(),
  /** Whether it stays although it is not needed, for without it stale reads are rare. */
  kept: z.boolean().optional(),
});

export const windowPointSchema = z.object({
  /** A function of the kernel, and whether its entry or its return. */
  point: text,
  /** Whether the other call finds it that runs as this one is there; `rarely` where it does far less often than elsewhere. */
  finding: z.enum(['finds', 'rarely', 'not', 'undecided']),
  confidence: probability.nullable(),
  /** Attempts there, and those of them that were stale. */
  attempts: whole,
  attemptsStale: whole,
  ...counts,
});

export const windowSchema = z.object({
  /** The call that passes the points; the other one is what comes there. */
  side: tracedCallSchema,
  /** In the order in which that passes them. */
  points: z.array(windowPointSchema).max(PATH_CEILING),
  /** The first and the last point at which it is found. */
  first: text,
  last: text,
});

export const reductionSchema = z.object({
  schema: z.literal(REDUCTION_SCHEMA),
  holerace: text,
  kernel: z.object({ release: text, source: text }),
  scenario: text,
  /** What is enough for anything that is said to be needed. */
  confidence: probability,
  /** Racing time of a run at the most. */
  runSeconds: z.number().positive().finite(),
  spent: z.object({ runs: whole, seconds: z.number().nonnegative().finite() }),
  /** Whether there was time for all of it. */
  complete: z.boolean(),
  /** Runs of what was there to begin with. */
  before: z.object(counts),
  parts: z.array(partSchema).max(PARTS_CEILING),
  /** The least that still shows it, and its runs. */
  least: z.object({
    again: text,
    /** In words, one for each kind of thing. */
    words: z.array(text).max(16),
    ...counts,
  }),
  windows: z.array(windowSchema).max(2),
  /** Why one of the calls has no window, or both have none. */
  noWindow: text.nullable(),
  /** A whole run of the least, null where it was not stale again. */
  result: resultSchema.nullable(),
});

export type ReductionPart = z.infer<typeof partSchema>;
export type WindowPoint = z.infer<typeof windowPointSchema>;
export type CallWindow = z.infer<typeof windowSchema>;
export type Reduction = z.infer<typeof reductionSchema>;
