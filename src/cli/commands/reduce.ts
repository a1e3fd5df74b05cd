/** `holerace reduce RESULT.json`: the least that still shows what a result found, and where its window is. */
import path from 'node:path';
import type { Logger } from 'pino';
import type { Argv } from 'yargs';
import type { Racer } from '../../campaign/reduce/tries.js';
import type { GuestOptions } from '../../campaign/vm-runner.js';
import { UntestedError, UsageError } from '../../errors.js';
import type { RacePlan } from '../../race/plan.js';
import { counted } from '../../report/words/numbers.js';
import type { ReductionPart, WindowPoint } from '../../result/reduction.js';
import type { Result, ScenarioResult } from '../../result/result.js';
import { Exit } from '../../result/verdict.js';
import { scenarioIds } from '../../scenarios/list.js';
import { VERSION } from '../../version.js';
import {
  campaignKey,
  journalInCache,
  journalOptions,
  RUNS_PER_BOOT,
  runsPerBootOption,
} from '../options/campaign-options.js';
import type { Context } from '../options/context.js';
import { raceAgain } from '../options/guest-again.js';
import { numberOption } from '../options/numbers.js';
import { checkOutput } from '../options/output-options.js';
import { resultOfFile } from '../options/result-file.js';
import { vmAgain } from '../options/vm-again.js';
import { writeOut } from '../output/stdout.js';
import { writeFile } from '../output/write-file.js';
import { withProgress } from '../progress/progress.js';

const MINUTES = 15;
const DAY_MINUTES = 24 * 60;
const RUN_SECONDS = 5;
const RUN_SECONDS_CEILING = 600;
const CONFIDENCE = 0.95;

export const command = 'reduce <result>';
export const describe = 'the least that still shows what a result found, and where its window is';

export function builder<T>(yargs: Argv<T>) {
  return journalOptions(runsPerBootOption(yargs))
    .positional('result', {
      describe: 'what --json has saved of vm, or of a campaign, or its journal',
      type: 'string',
      demandOption: true,
    })
    .option('scenario', {
      describe: 'what is to be shown (default: what was stale most often)',
      choices: scenarioIds,
    })
    .option('kernel', {
      describe: 'the kernel to boot instead, as vm takes it',
      type: 'string',
      requiresArg: true,
    })
    .option('minutes', {
      describe: 'end after so long, and tell what is known',
      default: MINUTES,
      requiresArg: true,
      coerce: numberOption('minutes', { least: 1, most: DAY_MINUTES, whole: false }),
    })
    .option('seconds', {
      describe: 'racing time of a run that finds nothing',
      default: RUN_SECONDS,
      requiresArg: true,
      coerce: numberOption('seconds', { least: 0.5, most: RUN_SECONDS_CEILING, whole: false }),
    })
    .option('confidence', {
      describe: 'how probable it must be that something is needed',
      default: CONFIDENCE,
      requiresArg: true,
      coerce: numberOption('confidence', { least: 0.5, most: 0.9999, whole: false }),
    })
    .option('json', { describe: 'write all of it to a file', type: 'string', requiresArg: true })
    .option('save', {
      describe: 'write the result of the least to a file, for report and reproduce',
      type: 'string',
      requiresArg: true,
    })
    .example('$0 reduce result.json --save least.json', 'and then: reproduce least.json')
    .epilogue(
      'Exit code: 0 there is less that shows it, or nothing can be left out; 125 it was not stale again; 255 there is nothing to reduce.',
    );
}

export interface ReduceArguments {
  readonly result: string;
  readonly scenario?: string | undefined;
  readonly kernel?: string | undefined;
  readonly minutes: number | undefined;
  readonly seconds: number | undefined;
  readonly confidence: number | undefined;
  readonly json?: string | undefined;
  readonly save?: string | undefined;
  readonly journal?: string | undefined;
  readonly restart: boolean;
  readonly runsPerBoot: number | undefined;
}

/** Reduces it. Returns the exit code. */
export async function run(args: ReduceArguments, context: Context): Promise<number> {
  const { json, save, journal: asked } = args;
  const { minutes = MINUTES, seconds = RUN_SECONDS, confidence = CONFIDENCE } = args;
  const { log, signal } = context;
  checkOutput({ json, report: [], journal: asked });
  checkOutput({ json: save, journal: asked });
  if (json !== undefined && json === save)
    throw new UsageError('--json and --save name one file: give two');
  const result = resultOfFile(args.result, (message) => log.warn(message));
  const raced = staleIn(result, args.scenario);
  const again = raceAgain(
    result,
    'the result is not of a guest: reduce boots the kernel of a result of vm, sweep or bisect again',
  );
  // Loaded here and not above: bad arguments need not wait for it.
  const { kernelAgain } = await import('../../check/check-result.js');
  const { checkBeginning, ReductionJournal } = await import('../../campaign/reduce/journal.js');
  const { setAside } = await import('../../campaign/journal/file.js');
  const { mkfsVersions } = await import('../../filesystems/versions.js');
  const { stampOf } = await import('../../kernels/list.js');
  const { reduce } = await import('../../campaign/reduce/reduce.js');
  const { reductionOf } = await import('../../campaign/reduce/report.js');
  const { settingOf } = await import('../../campaign/reduce/setting-of.js');
  const { VmRacer } = await import('../../campaign/reduce/vm-racer.js');
  const { reductionText } = await import('../../report/text/reduction-text.js');
  const scenario = raced.id;
  const setting = settingOf(raced, again);
  const kernel = await withProgress(log, () => kernelAgain(again, args.kernel));
  const k = args.kernel ?? again.k;
  // Other files of the same name, or another mkfs, are another campaign.
  const files = { k: path.resolve(k), stamp: await stampOf(k), release: kernel.release };
  const mkfs = await mkfsVersions(again.guest.filesystems);
  const of = campaignKey(JSON.stringify([result, scenario, files, mkfs, seconds]));
  const againOf = (plan: RacePlan, guest: GuestOptions): string =>
    vmAgain(k, plan, guest, {}, args.kernel === undefined ? again.choice : undefined);
  const file = asked ?? journalInCache('reduce', of);
  if (args.restart) setAside(file, checkBeginning);
  const journal = ReductionJournal.open(file, { holerace: VERSION, of }, log);
  const held = journal.held === 0 ? '' : `, which holds ${counted(journal.held, 'run')}`;
  log.info(`${held === '' ? 'the journal is' : 'going on with the journal'} ${file}${held}`);
  const racer = new VmRacer({
    ...{ kernel, scenario, seconds, signal, log: log.child({}, { level: 'error' }) },
    plan: { seed: result.seed, expect: result.expect },
    guest: again.guest,
    runsPerBoot: args.runsPerBoot ?? RUNS_PER_BOOT,
    runsBefore: journal.held,
    again: againOf,
    sink: () => undefined,
  });
  try {
    const reduced = await reduce({
      ...{ scenario, setting, result, confidence, limitSeconds: minutes * 60 },
      race: told(journal.racer(racer.race), log),
      onPart: (part) => log.info(partWords(part)),
      onPoint: ({ point }: WindowPoint) => log.info(`the window has ${point}`),
    });
    if (reduced.refused !== null) {
      const { runs, reason } = reduced;
      throw new UntestedError(
        `${scenario} was not stale again (in ${counted(runs, 'run')} of ${seconds} s: ${reason}): give more --seconds to a run, or race it again and reduce that`,
      );
    }
    const { release, source } = kernel;
    const reduction = reductionOf(reduced, {
      ...{ kernel: { release, source }, scenario, confidence, runSeconds: seconds },
      again: againOf(
        racer.planOf({ ...reduced.least, kind: 'whole' }),
        racer.guestOf(reduced.least),
      ),
    });
    if (json !== undefined) await writeFile(json, `${JSON.stringify(reduction, null, 2)}\n`);
    if (save !== undefined) await saveResult(save, reduction.result, log);
    writeOut(reductionText(reduction));
    return Exit.CLEAN;
  } finally {
    await racer.close();
    journal.close();
  }
}

/**
 * The scenario to reduce.
 *
 * @throws UsageError where it was not stale, or there is none
 */
function staleIn({ scenarios }: Result, id: string | undefined): ScenarioResult {
  const named = scenarios.filter((one) => id === undefined || one.id === id);
  const [most] = named.filter(({ stale }) => stale > 0).sort((a, b) => b.stale - a.stale);
  if (most === undefined) {
    const what = id === undefined ? 'nothing was stale' : `${id} was not stale`;
    throw new UsageError(`${what} in this result: give one that is stale, and a scenario that was`);
  }
  if (scenarioIds.includes(most.id)) return most;
  throw new UsageError(`this holerace has no scenario ${most.id}: update holerace`);
}

/** Tells of each run. */
function told(race: Racer, log: Logger): Racer {
  let runs = 0;
  return async (setting) => {
    const seen = await race(setting);
    runs++;
    const why = seen.reason === null ? '' : `: ${seen.reason}`;
    log.info(`run ${runs} is ${seen.verdict} after ${seen.seconds.toFixed(1)} s${why}`);
    return seen;
  };
}

function partWords({ kind, what, finding }: ReductionPart): string {
  return `${kind}: ${what} is ${finding.replace('-', ' ')}`;
}

async function saveResult(file: string, result: Result | null, log: Logger): Promise<void> {
  if (result !== null) return writeFile(file, `${JSON.stringify(result, null, 2)}\n`);
  log.warn(`${file} is not written, for the least was not stale again in a whole run`);
}
