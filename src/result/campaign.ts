/** What a campaign has come to, as `--json` writes it. */
import { z } from 'zod';
import { printable, printableLines } from './printable.js';
import { resultSchema, verdictSchema } from './result.js';

/** No list of kernels is longer. */
export const KERNELS_LIMIT = 4096;
/** No range of commits is longer: its ancestry would fill the memory. */
export const COMMITS_LIMIT = 65_536;
/** Parents of one commit. */
const PARENTS_LIMIT = 1024;
const PATHS_LIMIT = 4096;
/** Marks of a `git bisect log`: one for each commit that was run. */
const LOG_LIMIT = 100_000;
/** No campaign makes more runs. */
export const RUNS_LIMIT = 100_000;
const TEXT_LIMIT = 4096;
const LINES_LIMIT = 16_384;

export const text = z.string().max(TEXT_LIMIT).transform(printable);
/** Text that stays lines. */
export const lines = z.string().max(LINES_LIMIT).transform(printableLines);
export const whole = z.number().int().nonnegative();
/** A little above 1 too, for it is summed up. */
export const probability = z.number().min(0).max(1.000001);

/** What makes a kernel bad, as `--bad-if` takes it: where there is such, `stale` counts bad runs and `clean` good ones. */
export const badIfSchema = z.array(text).min(1).max(16);

/** A commit of a range. */
export const commitSchema = z.object({
  hash: z.string().regex(/^[0-9a-f]{40,64}$/),
  subject: text,
  author: text,
  /** When it was written. */
  date: text,
  /** Its parents in the range, as places in the list, all of them before its own. */
  parents: z.array(whole).max(PARENTS_LIMIT),
});

/** What range of whose history is searched. */
export const rangeSchema = z.object({
  /** Of all commits, or of those that touch the paths; the older end first. */
  commits: z.array(commitSchema).min(2).max(COMMITS_LIMIT),
  paths: z.array(text).max(PATHS_LIMIT),
});

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

const bisectObject = z.object({
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
  answer: z.object({ kernels: z.array(text).min(1).max(COMMITS_LIMIT), probability }),
  /** Where commits of a repository are searched: `kernels` holds one for each of them, by its hash. */
  git: rangeSchema
    .extend({
      /** What `git bisect replay` takes; of an answer that is confirmed. */
      log: z.array(text).max(LOG_LIMIT),
    })
    .optional(),
  /** The chance that a run of a bad kernel is stale, with its standard deviation. */
  rate: z.object({ mean: probability, deviation: z.number().nonnegative().finite() }),
  kernels: z
    .array(
      z.object({
        k: text,
        stale: whole,
        clean: whole,
        untested: whole,
        /** The last lines of its build, where that has failed. */
        unbuilt: lines.optional(),
        /** That this is the kernel looked for. */
        probability,
        /** What says most of its runs: a stale one, else one that went wrong, else the latest. */
        result: resultSchema.optional(),
      }),
    )
    .min(1)
    .max(COMMITS_LIMIT),
  /** All runs in their order; a kernel is its place in `kernels`. */
  runs: z
    .array(z.object({ kernel: whole, verdict: verdictSchema }))
    .max(RUNS_LIMIT)
    .optional(),
});

/** What a bisect has come to, as `--json` writes it, with no more runs than any campaign makes: what a rate is computed of grows with them. */
export const bisectReportSchema = bisectObject.refine(
  ({ kernels }) =>
    kernels.reduce((sum, one) => sum + one.stale + one.clean + one.untested, 0) <= RUNS_LIMIT,
  `more than ${RUNS_LIMIT} runs`,
);

export type SweepReport = z.infer<typeof sweepReportSchema>;
export type SweepKernel = SweepReport['kernels'][number];
export type BisectReport = z.infer<typeof bisectReportSchema>;
export type CommitRange = z.infer<typeof rangeSchema>;
export type RangeCommit = z.infer<typeof commitSchema>;
export type BisectKernel = BisectReport['kernels'][number];
