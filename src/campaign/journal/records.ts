/**
 * The journal of a campaign, as it lies on disk: one record a line, the first of which says what is tested
 * and how. Every record is held against its schema where it is read: a saved file is not trusted.
 */
import { z } from 'zod';
import {
  badIfSchema,
  COMMITS_LIMIT,
  lines,
  probability,
  rangeSchema,
  text,
  whole,
} from '../../result/campaign.js';
import { resultSchema, verdictSchema } from '../../result/result.js';

export const CAMPAIGN_SCHEMA = 'holerace.campaign/1';

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
  kernels: z.array(campaignKernelSchema).min(1).max(COMMITS_LIMIT),
  /** What decides what a run means: scenarios, seconds, filesystems, memory. */
  runOptions: z.record(text, z.unknown()),
  /** The seeds of all runs come from this one. */
  seed: whole,
  /** Null where one machine tests them all. */
  shard: shardSchema.nullable(),
  /** What makes a kernel bad, where it is not a stale read alone. */
  badIf: badIfSchema.optional(),
  /** Where the kernels are commits, one for each: their history, and a key of how they are built. */
  git: rangeSchema.extend({ build: text }).optional(),
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

/** A build that has ended. */
export const campaignBuildSchema = z.object({
  record: z.literal('build'),
  kernel: whole,
  startedAt: z.iso.datetime(),
  /** All of it: checking out, configuring, compiling. */
  seconds: z.number().nonnegative().finite(),
  /** Its last lines where it has failed, else null. */
  failed: lines.nullable(),
});

export type CampaignBuild = z.infer<typeof campaignBuildSchema>;
export type CampaignKernel = z.infer<typeof campaignKernelSchema>;
export type Shard = z.infer<typeof shardSchema>;
export type CampaignHeader = z.infer<typeof campaignHeaderSchema>;
export type CampaignRun = z.infer<typeof campaignRunSchema>;
export type CampaignEnds = z.infer<typeof campaignEndsSchema>;
