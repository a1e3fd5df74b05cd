/** Runs of the twin and of holerace in turn, in one boot of a kernel. */
import { cpSync, existsSync } from 'node:fs';
import path from 'node:path';
import type { FilesystemChoice } from '../../src/filesystems/list.js';
import { type FilesystemOrder, filesystemOrder } from '../../src/filesystems/order.js';
import { InitProgram } from '../../src/guest/init-programs.js';
import { type GuestOrder, GuestPath } from '../../src/guest/order.js';
import type { StrategyId } from '../../src/race/strategies/list.js';
import { recordSchema } from '../../src/result/records.js';
import { addCodeCaches } from '../../src/vm/code-cache.js';
import { bootGuest, MOUNT, mountLines, repeatedly, UNMOUNT_LINE } from './guest-boot.js';
import type { Order } from './order.js';
import {
  holeraceRun,
  noRuns,
  type Run,
  type Runs,
  SCENARIO,
  STRATEGY_CHOICES,
  type StrategyChoice,
  strategyOf,
  TWIN_WORDS,
  TWINS,
  twinRun,
} from './run.js';

/** Beside the racing of one run: a filesystem, and the start of Node.js. */
const OVERHEAD_SECONDS = 30;
const SEED = 7;

/** In which guest it is measured, and over how large an arena. */
export interface GuestChoice {
  /** One that needs no modules, such as a lab kernel. */
  readonly kernel: string;
  readonly fs: FilesystemChoice;
  readonly cpus: number;
  /** Null for as many as the scenario has; the twin has its own number always. */
  readonly places: number | null;
  /** More parameters of the kernel. */
  readonly parameters: readonly string[];
  /** The folder of another build of holerace, which is measured in the same boot: it holds its build/. Null for none. */
  readonly beside: string | null;
}

/** Which build of holerace runs. */
type Build = 'own' | 'other';

/** What each has come to; the other one's are empty where there is none. The twin is the first one's. */
export type RunsByBuild = Readonly<Record<Build, Runs>>;

/** So the two run in a round: what changes over the time of a boot is shared out evenly. */
const TURNS: readonly Build[] = ['own', 'other', 'other', 'own'];

/** Where the other build's scripts lie in the guest's own root, and where this build's lie. */
const OTHER_SCRIPTS = 'other';
const SCRIPTS = `${GuestPath.RUNTIME}${path.dirname(GuestPath.PROGRAM)}`;

/** Measures in one boot. */
export async function measureInGuest(order: Order, guest: GuestChoice): Promise<RunsByBuild> {
  const { kernel, fs, cpus, places, parameters, beside } = guest;
  const { folder, rounds, seconds } = order;
  const filesystem = await filesystemOrder(fs);
  const choices = order.choices ?? STRATEGY_CHOICES;
  const listener = new Listener(order, choices);
  const orders = choices.map((choice): [string, GuestOrder] => [
    `${choice}.json`,
    orderOf(strategyOf(choice), seconds, filesystem, places),
  ]);
  const turns = beside === null ? (['own'] as const) : TURNS;
  const runsOfRound = TWINS.length + choices.length * turns.length;
  await bootGuest({
    ...{ kernel, parameters, folder, cpus, order: orderOf('stagger', seconds, filesystem) },
    programs: { twin: order.twin },
    texts: Object.fromEntries(orders.map(([file, one]) => [file, JSON.stringify(one)])),
    folders: beside === null ? {} : { [OTHER_SCRIPTS]: await scriptsOf(beside, folder) },
    script: repeatedly(rounds, roundLines(seconds, filesystem, choices, turns)),
    limitSeconds: rounds * runsOfRound * (seconds + OVERHEAD_SECONDS),
    hear: (line) => listener.hear(line),
  });
  const { runs } = listener;
  for (const build of turns) {
    const wanted = rounds * turns.filter((one) => one === build).length;
    for (const choice of choices)
      expectRuns(`${choice} (${build})`, runs[build].get(choice), wanted);
  }
  for (const who of TWINS) expectRuns(who, runs.own.get(who), rounds);
  return runs;
}

function expectRuns(who: string, runs: readonly Run[] | undefined, wanted: number): void {
  const count = runs?.length ?? 0;
  if (count !== wanted)
    throw new Error(`the guest ended early: ${count} of ${wanted} runs of ${who}`);
}

/** The scripts of another build as a guest has them, with their code caches. */
async function scriptsOf(build: string, folder: string): Promise<string> {
  const scripts = path.join(folder, 'other-scripts');
  if (existsSync(scripts)) return scripts;
  cpSync(path.resolve(build, 'build/guest'), scripts, { recursive: true });
  await addCodeCaches(scripts, process.execPath);
  return scripts;
}

/** What a guest of a benchmark is told: one scenario in one strategy, or in all where that is null. */
export function orderOf(
  strategy: StrategyId | null,
  seconds: number,
  filesystem: FilesystemOrder,
  places: number | null = null,
): GuestOrder {
  return {
    plan: {
      ...{ scenarios: [SCENARIO], seconds, attempts: null, seed: SEED, expect: 'dax' },
      ...{ budgetSeconds: null, untilBound: null, evidenceLimit: 1 },
      strategies: strategy === null ? null : [strategy],
      ...(places === null ? {} : { places }),
    },
    pmem: 'memmap',
    filesystems: [filesystem],
  };
}

/** The twin, and holerace by each choice in its turns. */
function roundLines(
  seconds: number,
  filesystem: FilesystemOrder,
  choices: readonly StrategyChoice[],
  turns: readonly Build[],
): string[] {
  const { RUNTIME, NODE, PROGRAM, TMP, ORDER } = GuestPath;
  return [
    ...mountLines(filesystem),
    ...Object.values(TWIN_WORDS).map((word) => `/twin ${MOUNT} ${seconds}${word} >&3`),
    UNMOUNT_LINE,
    ...choices.flatMap((choice) => [
      `cp /${choice}.json ${RUNTIME}${TMP}${ORDER}`,
      ...turns.flatMap((build) => [
        `echo 'choice ${choice} ${build}' >&3`,
        ...inScriptsOf(build, `${InitProgram.IN_RUNTIME} ${NODE} ${PROGRAM} ${TMP}${ORDER} >&3`),
      ]),
    ]),
  ];
}

/** A line that finds a build's scripts where holerace's are. */
function inScriptsOf(build: Build, line: string): string[] {
  if (build === 'own') return [line];
  const mount = `/bin/busybox mount -o bind /${OTHER_SCRIPTS} ${SCRIPTS}`;
  return [mount, line, `/bin/busybox umount ${SCRIPTS}`];
}

/** Sorts what the guest says: lines of the twin, records of holerace, and by which choice and build it runs next. */
class Listener {
  readonly runs: RunsByBuild;
  readonly #order: Order;
  #choice: StrategyChoice = 'stagger';
  #build: Build = 'own';

  constructor(order: Order, choices: readonly StrategyChoice[]) {
    this.#order = order;
    this.runs = { own: noRuns(choices), other: noRuns(choices) };
  }

  hear(line: string): void {
    for (const who of TWINS)
      if (line.startsWith(`${who} `)) this.runs.own.get(who)?.push(twinRun(line));
    if (line.startsWith('twin '))
      this.#order.log.info(`round ${this.runs.own.get('twin')?.length} of ${this.#order.rounds}`);
    if (line.startsWith('choice ')) {
      const [, choice, build] = line.split(' ');
      this.#choice = choice as StrategyChoice;
      this.#build = build as Build;
    }
    if (!line.startsWith('{')) return;
    const record = recordSchema.parse(JSON.parse(line));
    if (record.record === 'untested') throw new Error(record.reason);
    if (record.record !== 'scenario') return;
    this.runs[this.#build].get(this.#choice)?.push(holeraceRun(record.scenario));
  }
}
