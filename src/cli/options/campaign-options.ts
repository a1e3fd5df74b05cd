/** What `sweep` and `bisect` have in common: the list of kernels, the journal, and the runs. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Logger } from 'pino';
import type { Argv } from 'yargs';
import {
  CAMPAIGN_SCHEMA,
  type CampaignHeader,
  campaignHeaderSchema,
} from '../../campaign/journal/records.js';
import type { Outcome } from '../../campaign/outcome.js';
import type { GuestOptions } from '../../campaign/vm-runner.js';
import { cacheFolder } from '../../files/cache.js';
import { clearScratch } from '../../files/scratch.js';
import type { RacePlan } from '../../race/plan.js';
import { isVerdictAlone } from '../../result/bad-if.js';
import { scenarioIds } from '../../scenarios/list.js';
import { VERSION } from '../../version.js';
import { type BadIfArguments, badIfAsked, badIfOf, badIfOption } from './complaint-options.js';
import {
  guestArguments,
  guestOptions,
  type MachineArguments,
  machineOptions,
} from './machine-options.js';
import { numberOption } from './numbers.js';
import { type OutputArguments, outputOptions } from './output-options.js';
import { planOf, type RaceArguments, raceOptions } from './race-options.js';
import { vmAgain } from './vm-again.js';

/** Adds the options of what keeps a journal. */
export function journalOptions<T>(argv: Argv<T>) {
  return argv
    .option('journal', {
      describe:
        'where finished runs are kept (default: in the cache, the same for the same command)',
      type: 'string',
      requiresArg: true,
    })
    .option('restart', {
      describe: 'start over instead of going on; the old journal is kept as FILE.old',
      type: 'boolean',
      default: false,
    });
}

/** Adds the options of a campaign to a command. */
export function campaignOptions<T>(argv: Argv<T>) {
  return journalOptions(badIfOption(machineOptions(outputOptions(raceOptions(argv)))))
    .positional('kernels', {
      describe: 'each K of holerace vm, a folder of kernels, or debian:PATTERN[/SUITE]',
      type: 'string',
      array: true,
      default: [] as string[],
    })
    .option('kernels-from', {
      describe: 'a file with one K a line, or a folder of kernels',
      type: 'string',
      requiresArg: true,
    })
    .option('keep-order', {
      describe: 'do not put what a file, a folder or a pattern gives into version order',
      type: 'boolean',
      default: false,
    });
}

export type CampaignArguments = RaceArguments &
  OutputArguments &
  BadIfArguments &
  MachineArguments & {
    readonly kernels: readonly string[];
    readonly kernelsFrom?: string | undefined;
    readonly keepOrder: boolean;
    readonly journal?: string | undefined;
    readonly restart: boolean;
  };

export interface CampaignSetup {
  readonly plan: RacePlan;
  readonly guest: GuestOptions;
  /** The command line that makes a run of a kernel again. */
  readonly again: (k: string, plan: RacePlan) => string;
  /** Where the kernel lies that K stands for, where K is the hash of a commit. */
  readonly placeOf?: ((k: string) => string) | undefined;
}

/** How each run is made. */
export function setupOf(args: CampaignArguments): CampaignSetup {
  const plan = planOf(scenarioIds, args, guestArguments(args));
  const guest = guestOptions(args, plan);
  return { plan, guest, again: (k, seeded) => vmAgain(k, seeded, guest, args) };
}

/** What the journal of the campaign begins with. */
export async function headerOf(
  part: Pick<CampaignHeader, 'kind' | 'shard' | 'git'>,
  kernels: readonly string[],
  { plan, guest }: CampaignSetup,
  args: CampaignArguments,
): Promise<CampaignHeader> {
  const { stampOf } = await import('../../kernels/list.js');
  const { mkfsVersions } = await import('../../filesystems/versions.js');
  const stamped: { k: string; stamp: string }[] = [];
  // A commit is what its hash says.
  for (const k of kernels)
    stamped.push({ k, stamp: part.git === undefined ? await stampOf(k) : '' });
  const { seed, ...race } = plan;
  const { timeoutSeconds: _, ...machine } = guest;
  const seedAsked = planSeed(args);
  return campaignHeaderSchema.parse({
    record: 'campaign',
    schema: CAMPAIGN_SCHEMA,
    holerace: VERSION,
    kind: part.kind,
    startedAt: new Date().toISOString(),
    kernels: stamped,
    // What today's mkfs makes is another thing with another mkfs.
    runOptions: {
      ...race,
      ...machine,
      mkfs: await mkfsVersions(guest.filesystems),
      seed: seedAsked,
    },
    seed,
    shard: part.shard,
    ...badIfAsked(args),
    ...(part.git === undefined ? {} : { git: part.git }),
  });
}

/** The seed that the user has chosen, null where holerace did. */
function planSeed(args: CampaignArguments): number | null {
  return guestArguments(args).seed ?? args.seed ?? null;
}

/** A run that has ended, as a record of the format that is made of them. */
export function runRecord({ kernel, verdict, reason, seconds }: Outcome, k: string): object {
  return { record: 'run', kernel, k, verdict, reason, seconds };
}

/** Opens the journal of a campaign; a new one where that is asked for. */
export async function openJournal(header: CampaignHeader, args: CampaignArguments, log: Logger) {
  const { Journal } = await import('../../campaign/journal/journal.js');
  const { setAside } = await import('../../campaign/journal/file.js');
  const file = args.journal ?? journalByDefault(header);
  if (args.restart) setAside(file);
  const journal = Journal.open(file, header, log);
  // One that was killed when all was done boots nothing any more, and has left a guest's folder all the same.
  clearScratch();
  const { length } = journal.runs;
  log.info(
    length === 0
      ? `the journal is ${file}`
      : `going on with the journal ${file}, which holds ${length} runs`,
  );
  return journal;
}

/** Races that a guest has before its kernel is booted anew, unless told otherwise. */
export const RUNS_PER_BOOT = 50;
const RUNS_PER_BOOT_LIMIT = 1000;

export interface RunsPerBootArguments {
  readonly runsPerBoot: number | undefined;
}

/** Adds the option of the commands that run a kernel more than once. */
export function runsPerBootOption<T>(argv: Argv<T>) {
  return argv.option('runs-per-boot', {
    describe:
      'runs of a kernel in one boot at the most; with --bad-if each boots, as one in which anything befell the guest',
    default: RUNS_PER_BOOT,
    requiresArg: true,
    coerce: numberOption('runs-per-boot', { least: 1, most: RUNS_PER_BOOT_LIMIT, whole: true }),
  });
}

/** How many runs a boot may have: one where complaints count, for some of them come once in a boot. */
export function runsPerBootOf({
  runsPerBoot,
  badIf,
}: Pick<CampaignArguments, 'badIf'> & RunsPerBootArguments): number {
  return isVerdictAlone(badIfOf({ badIf })) ? (runsPerBoot ?? RUNS_PER_BOOT) : 1;
}

/** The same campaign has the same journal. */
function journalByDefault(header: CampaignHeader): string {
  const { kind, kernels, runOptions, shard, holerace, badIf = [], git } = header;
  const identity = JSON.stringify([
    ...[kind, kernels, runOptions, shard, holerace, ...badIf],
    ...(git === undefined ? [] : [git]),
  ]);
  return journalInCache(kind, campaignKey(identity));
}

/** A short key that changes with what a campaign is. */
export function campaignKey(identity: string): string {
  return createHash('sha256').update(identity).digest('hex').slice(0, 16);
}

/** Where the journal of a campaign lies for which the user names no other file. */
export function journalInCache(kind: string, key: string): string {
  return path.join(cacheFolder(), 'campaigns', `${kind}-${key}.journal`);
}
