/**
 * The journal of a campaign, as it lies on disk: one record a line, the first of which says what is tested
 * and how. Every record is held against its schema where it is read: a saved file is not trusted.
 */
import { z } from 'zod';
import { printable } from './printable.js';
import { resultSchema, verdictSchema } from './result.js';

export const CAMPAIGN_SCHEMA = 'holerace.campaign/1';

/** No list of kernels is longer. */
export const KERNELS_LIMIT = 4096;
/** No campaign makes more runs. */
export const RUNS_LIMIT = 100_000;
const TEXT_LIMIT = 4096;

const text = z.string().max(TEXT_LIMIT).transform(printable);
const whole = z.number().int().nonnegative();
/** A little above 1 too, for it is summed up. */
const probability = z.number().min(0).max(1.000001);

export const campaignKernelSchema = z.object({
  /** K, as the user wrote it or as a list gave it. */
  k: text,
  /** Changes when what K stands for is replaced: another file is another kernel. */
  stamp: text,
});

/** One part of a list that several machines share: every `count`-th kernel, beginning with the `index`-th. */
export const shardSchema = z.object({
  index: z.number().int().positive(),
  count: z.number().int().positive(),
});

export const campaignHeaderSchema = z.object({
  record: z.literal('campaign'),
  schema: z.literal(CAMPAIGN_SCHEMA),
  holerace: text,
  kind: z.enum(['sweep', 'bisect']),
  startedAt: z.iso.datetime(),
  kernels: z.array(campaignKernelSchema).min(1).max(KERNELS_LIMIT),
  /** What decides what a run means: scenarios, seconds, filesystems, memory. */
  runOptions: z.record(text, z.unknown()),
  /** The seeds of all runs come from this one. */
  seed: whole,
  /** Null where one machine tests them all. */
  shard: shardSchema.nullable(),
});

export const campaignRunSchema = z.object({
  record: z.literal('run'),
  /** The kernel's place in the header's list. */
  kernel: whole,
  /** Counted from 1 for each kernel. */
  run: z.number().int().positive(),
  startedAt: z.iso.datetime(),
  /** All of it: fetching, booting, racing. */
  seconds: z.number().nonnegative().finite(),
  verdict: verdictSchema,
  result: resultSchema,
});

/** The ends of a bisect, as they are from here on: runs are worth the same whatever they are to tell. */
export const campaignEndsSchema = z.object({
  record: z.literal('ends'),
  /** Places in the header's list; the good end comes last where the fix is looked for. */
  good: whole,
  bad: whole,
  confidence: probability,
});

export type CampaignKernel = z.infer<typeof campaignKernelSchema>;
export type Shard = z.infer<typeof shardSchema>;
export type CampaignHeader = z.infer<typeof campaignHeaderSchema>;
export type CampaignRun = z.infer<typeof campaignRunSchema>;
export type CampaignEnds = z.infer<typeof campaignEndsSchema>;

/** What a sweep has come to, as `--json` writes it. */
export const sweepReportSchema = z.object({
  schema: z.literal('holerace.sweep/1'),
  holerace: text,
  verdict: verdictSchema,
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
