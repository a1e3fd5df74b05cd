/** What a campaign has come to, as `--json` writes it. */
import { z } from 'zod';
import { printable } from './printable.js';
import { resultSchema, verdictSchema } from './result.js';

/** No list of kernels is longer. */
export const KERNELS_LIMIT = 4096;
/** No campaign makes more runs. */
export const RUNS_LIMIT = 100_000;
const TEXT_LIMIT = 4096;

export const text = z.string().max(TEXT_LIMIT).transform(printable);
export const whole = z.number().int().nonnegative();
/** A little above 1 too, for it is summed up. */
export const probability = z.number().min(0).max(1.000001);

/** What makes a kernel bad, as `--bad-if` takes it: where there is such, `stale` counts bad runs and `clean` good ones. */
export const badIfSchema = z.array(text).min(1).max(16);

/** What a sweep has come to, as `--json` writes it. */
export const sweepReportSchema = z.object({
  schema: z.literal('holerace.sweep/1'),
  holerace: text,
  verdict: verdictSchema,
  badIf: badIfSchema.optional(),
  kernels: z
    .array(
      z.object({
        k: text,
        verdict: verdictSchema,
        /** Why it is untested, or what cut it short; else null. */
        reason: text.nullable(),
        /** Null where nothing was run. */
        result: resultSchema.nullable(),
      }),
    )
    .max(KERNELS_LIMIT),
});

/** What a bisect has come to, as `--json` writes it. */
export const bisectReportSchema = z.object({
  schema: z.literal('holerace.bisect/1'),
  holerace: text,
  looksFor: z.enum(['first-bad', 'first-fixed']),
  badIf: badIfSchema.optional(),
  /** Whether the answer has come to the confidence, and was confirmed. */
  confirmed: z.boolean(),
  confidence: probability,
  /** Why the bisect was given up, where its ends do not behave. */
  refused: text.optional(),
  /** Where it is: one kernel, or several that no run can tell apart. */
  answer: z.object({ kernels: z.array(text).min(1).max(KERNELS_LIMIT), probability }),
  /** The chance that a run of a bad kernel is stale, with its standard deviation. */
  rate: z.object({ mean: probability, deviation: z.number().nonnegative().finite() }),
  kernels: z
    .array(
      z.object({
        k: text,
        stale: whole,
        clean: whole,
        untested: whole,
        /** That this is the kernel looked for. */
        probability,
        /** What says most of its runs: a stale one, else one that went wrong, else the latest. */
        result: resultSchema.optional(),
      }),
    )
    .min(1)
    .max(KERNELS_LIMIT),
  /** All runs in their order; a kernel is its place in `kernels`. */
  runs: z
    .array(z.object({ kernel: whole, verdict: verdictSchema }))
    .max(RUNS_LIMIT)
    .optional(),
});

export type SweepReport = z.infer<typeof sweepReportSchema>;
export type SweepKernel = SweepReport['kernels'][number];
export type BisectReport = z.infer<typeof bisectReportSchema>;
export type BisectKernel = BisectReport['kernels'][number];
