/** What `bisect` takes, of lists and of commits. */
import type { CampaignArguments, RunsPerBootArguments } from './campaign-options.js';

export type BisectArguments = CampaignArguments &
  RunsPerBootArguments & {
    readonly git?: string | undefined;
    readonly build?: string | undefined;
    readonly config?: string | undefined;
    readonly good?: string | undefined;
    readonly bad?: string | undefined;
    readonly firstFixed: boolean;
    readonly confidence: number | undefined;
    readonly kernelCost: number | undefined;
    readonly runLimit: number | undefined;
    readonly jobs: number | undefined;
  };
