/** Runs of the twin and of holerace in turn, in one boot of a kernel. */
import type { FilesystemChoice } from '../../src/filesystems/list.js';
import { type FilesystemOrder, filesystemOrder } from '../../src/filesystems/order.js';
import { InitProgram } from '../../src/guest/init-programs.js';
import { type GuestOrder, GuestPath } from '../../src/guest/order.js';
import type { StrategyId } from '../../src/race/strategies/list.js';
import { recordSchema } from '../../src/result/records.js';
import { bootGuest, MOUNT, mountLines, repeatedly, UNMOUNT_LINE } from './guest-boot.js';
import type { Order } from './order.js';
import {
  holeraceRun,
  noRuns,
  type Runs,
  SCENARIO,
  STRATEGY_CHOICES,
  type StrategyChoice,
  strategyOf,
  TWIN_WORDS,
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
}

/** Measures in one boot. */
export async function measureInGuest(
  order: Order,
  { kernel, fs, cpus, places, parameters }: GuestChoice,
): Promise<Runs> {
  const { folder, rounds, seconds } = order;
  const filesystem = await filesystemOrder(fs);
  const choices = order.choices ?? STRATEGY_CHOICES;
  const listener = new Listener(order, choices);
  const orders = choices.map((choice): [string, GuestOrder] => [
    `${choice}.json`,
    orderOf(strategyOf(choice), seconds, filesystem, places),
  ]);
  await bootGuest({
    ...{ kernel, parameters, folder, cpus, order: orderOf('stagger', seconds, filesystem) },
    programs: { twin: order.twin },
    texts: Object.fromEntries(orders.map(([file, one]) => [file, JSON.stringify(one)])),
    script: repeatedly(rounds, roundLines(seconds, filesystem, choices)),
    limitSeconds: rounds * listener.runs.size * (seconds + OVERHEAD_SECONDS),
    hear: (line) => listener.hear(line),
  });
  for (const [who, some] of listener.runs) {
    if (some.length !== rounds)
      throw new Error(`the guest ended early: ${some.length} of ${rounds} runs of ${who}`);
  }
  return listener.runs;
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

/** The twin, and holerace by each choice. */
function roundLines(
  seconds: number,
  filesystem: FilesystemOrder,
  choices: readonly StrategyChoice[],
): string[] {
  const { RUNTIME, NODE, PROGRAM, TMP, ORDER } = GuestPath;
  return [
    ...mountLines(filesystem),
    ...Object.values(TWIN_WORDS).map((word) => `/twin ${MOUNT} ${seconds}${word} >&3`),
    UNMOUNT_LINE,
    ...choices.flatMap((choice) => [
      `cp /${choice}.json ${RUNTIME}${TMP}${ORDER}`,
      `echo 'choice ${choice}' >&3`,
      `${InitProgram.IN_RUNTIME} ${NODE} ${PROGRAM} ${TMP}${ORDER} >&3`,
    ]),
  ];
}

/** Sorts what the guest says: lines of the twin, records of holerace, and by which choice it runs next. */
class Listener {
  readonly runs: Runs;
  readonly #order: Order;
  #choice: StrategyChoice = 'stagger';

  constructor(order: Order, choices: readonly StrategyChoice[]) {
    this.#order = order;
    this.runs = noRuns(choices);
  }

  hear(line: string): void {
    for (const who of ['twin', 'alone'] as const)
      if (line.startsWith(`${who} `)) this.runs.get(who)?.push(twinRun(line));
    if (line.startsWith('twin '))
      this.#order.log.info(`round ${this.runs.get('twin')?.length} of ${this.#order.rounds}`);
    if (line.startsWith('choice ')) this.#choice = line.split(' ')[1] as StrategyChoice;
    if (!line.startsWith('{')) return;
    const record = recordSchema.parse(JSON.parse(line));
    if (record.record === 'untested') throw new Error(record.reason);
    if (record.record !== 'scenario') return;
    this.runs.get(this.#choice)?.push(holeraceRun(record.scenario));
  }
}
