/** Runs of the twin and of holerace in turn, in one boot of a kernel. */
import {
  type FilesystemOrder,
  type GuestFilesystem,
  type GuestOrder,
  GuestPath,
} from '../../src/guest/order.js';
import { WIDENINGS, type Widening } from '../../src/race/widening.js';
import { recordSchema } from '../../src/report/records.js';
import { mkfsOrder } from '../../src/vm/mkfs.js';
import { bootGuest, MOUNT, mountLines, repeatedly, UNMOUNT_LINE } from './guest-boot.js';
import type { Order } from './order.js';
import { holeraceRun, noRuns, type Runs, SCENARIO, twinRun } from './run.js';

/** Beside the racing of one run: a filesystem, and the start of Node.js. */
const OVERHEAD_SECONDS = 30;
const CPUS = 2;
const SEED = 7;

/** Measures in one boot of a kernel that needs no modules, such as a lab kernel. */
export async function measureInGuest(
  order: Order,
  kernel: string,
  name: GuestFilesystem,
): Promise<Runs> {
  const { folder, rounds, seconds } = order;
  const filesystem = await mkfsOrder(name);
  const listener = new Listener(order);
  const orders = WIDENINGS.map((one): [string, GuestOrder] => [
    `${one}.json`,
    orderOf(one, seconds, filesystem),
  ]);
  await bootGuest({
    ...{ kernel, folder, cpus: CPUS, order: orderOf('stagger', seconds, filesystem) },
    programs: { twin: order.twin },
    texts: Object.fromEntries(orders.map(([file, one]) => [file, JSON.stringify(one)])),
    script: repeatedly(rounds, roundLines(seconds, filesystem)),
    limitSeconds: rounds * (1 + WIDENINGS.length) * (seconds + OVERHEAD_SECONDS),
    hear: (line) => listener.hear(line),
  });
  for (const [who, some] of listener.runs) {
    if (some.length !== rounds)
      throw new Error(`the guest ended early: ${some.length} of ${rounds} runs of ${who}`);
  }
  return listener.runs;
}

/** What a guest of a benchmark is told: one scenario in one way of meeting. */
export function orderOf(
  widening: Widening,
  seconds: number,
  filesystem: FilesystemOrder,
): GuestOrder {
  return {
    plan: {
      ...{ scenarios: [SCENARIO], seconds, attempts: null, seed: SEED, expect: 'dax' },
      ...{ budgetSeconds: null, untilBound: null, widenings: [widening], evidenceLimit: 1 },
    },
    pmem: 'memmap',
    filesystems: [filesystem],
  };
}

/** The twin, and holerace in each way of meeting. */
function roundLines(seconds: number, filesystem: FilesystemOrder): string[] {
  const { RUNTIME, PROGRAM, TMP, ORDER } = GuestPath;
  return [
    ...mountLines(filesystem),
    `/twin ${MOUNT} ${seconds} >&3`,
    UNMOUNT_LINE,
    ...WIDENINGS.flatMap((widening) => [
      `cp /${widening}.json ${RUNTIME}${TMP}${ORDER}`,
      `echo 'widening ${widening}' >&3`,
      `chroot ${RUNTIME} /bin/node ${PROGRAM} ${TMP}${ORDER} >&3`,
    ]),
  ];
}

/** Sorts what the guest says: lines of the twin, records of holerace, and which way of meeting comes next. */
class Listener {
  readonly runs = noRuns(WIDENINGS);
  readonly #order: Order;
  #widening: Widening = 'stagger';

  constructor(order: Order) {
    this.#order = order;
  }

  hear(line: string): void {
    if (line.startsWith('twin ')) {
      this.runs.get('twin')?.push(twinRun(line));
      this.#order.log.info(`round ${this.runs.get('twin')?.length} of ${this.#order.rounds}`);
    }
    if (line.startsWith('widening ')) this.#widening = line.split(' ')[1] as Widening;
    if (!line.startsWith('{')) return;
    const record = recordSchema.parse(JSON.parse(line));
    if (record.record === 'untested') throw new Error(record.reason);
    if (record.record !== 'scenario') return;
    this.runs.get(this.#widening)?.push(holeraceRun(record.scenario));
  }
}
