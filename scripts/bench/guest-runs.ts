/** Runs of the twin and of holerace in turn, in one boot of a kernel. */
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { initScript } from '../../src/guest/init.js';
import {
  type FilesystemOrder,
  type GuestFilesystem,
  type GuestOrder,
  GuestPath,
} from '../../src/guest/order.js';
import { resolveKernel } from '../../src/kernels/resolve.js';
import { WIDENINGS, type Widening } from '../../src/race/widening.js';
import { recordSchema } from '../../src/report/records.js';
import { needTool } from '../../src/tools.js';
import { chooseAccel } from '../../src/vm/accel.js';
import { makeInitramfs } from '../../src/vm/initramfs.js';
import { mkfsOrder } from '../../src/vm/mkfs.js';
import { MEMORY_MIB, PMEM_MIB, pmemSetup } from '../../src/vm/pmem.js';
import { startGuest } from '../../src/vm/qemu.js';
import { GUEST_PARAMETERS } from '../../src/vm/race-in-vm.js';
import { runtimeImage } from '../../src/vm/runtime-image.js';
import type { Order } from './order.js';
import { holeraceRun, noRuns, type Runs, SCENARIO, twinRun } from './run.js';

/** Beside the racing of one run: a filesystem, and the start of Node.js. */
const OVERHEAD_SECONDS = 30;
const CPUS = 2;
const SEED = 7;
/** Nobody forges an end mark here. */
const INIT = { diskModules: [], modules: [], token: 'bench', runtimeOnDisk: true };

/** Measures in one boot of a kernel that needs no modules, such as a lab kernel. */
export async function measureInGuest(
  order: Order,
  k: string,
  name: GuestFilesystem,
): Promise<Runs> {
  const { folder, rounds, seconds } = order;
  const kernel = await resolveKernel(k, null);
  const { accel } = await chooseAccel('auto', kernel, folder);
  const filesystem = await mkfsOrder(name);
  const mkfsTools = filesystem.mkfs.slice(0, 1);
  const content = { ...INIT, kernel, order: orderOf('stagger', seconds, filesystem), mkfsTools };
  const base = await makeInitramfs(folder, content);
  const initramfs = path.join(folder, 'both.cpio');
  // A second archive behind the first adds to it, and replaces its /init.
  const added = await addedArchive(order, filesystem);
  writeFileSync(initramfs, Buffer.concat([readFileSync(base), readFileSync(added)]));
  const listener = new Listener(order);
  const { qemu, kernelParameters } = pmemSetup('memmap', MEMORY_MIB, PMEM_MIB);
  const machine = {
    ...{ accel, cpus: CPUS, image: kernel.image, initramfs, memory: qemu },
    kernelParameters: [...GUEST_PARAMETERS, ...kernelParameters],
    consoleLog: path.join(folder, 'console.log'),
    disk: await runtimeImage(mkfsTools),
  };
  const guest = startGuest(machine, (chunk) => listener.push(chunk));
  const limitSeconds = rounds * (1 + WIDENINGS.length) * (seconds + OVERHEAD_SECONDS);
  const timer = setTimeout(guest.kill, limitSeconds * 1000);
  await guest.ended;
  clearTimeout(timer);
  for (const [who, some] of listener.runs) {
    if (some.length !== rounds)
      throw new Error(`the guest ended early: ${some.length} of ${rounds} runs of ${who}`);
  }
  return listener.runs;
}

function orderOf(widening: Widening, seconds: number, filesystem: FilesystemOrder): GuestOrder {
  return {
    plan: {
      ...{ scenarios: [SCENARIO], seconds, attempts: null, seed: SEED, expect: 'dax' },
      ...{ untilBound: null, widenings: [widening], evidenceLimit: 1 },
    },
    pmem: 'memmap',
    filesystems: [filesystem],
  };
}

/** The twin, an order for each way of meeting, and an init that runs them in turn. */
async function addedArchive(order: Order, filesystem: FilesystemOrder): Promise<string> {
  const { folder, rounds, seconds } = order;
  const added = path.join(folder, 'added');
  mkdirSync(added);
  const { RUNTIME, PROGRAM, TMP, ORDER } = GuestPath;
  const mount = `${RUNTIME}${GuestPath.MOUNT}`;
  const steps = [
    `chroot ${RUNTIME} ${filesystem.mkfs.join(' ')} /dev/pmem0 > /dev/null`,
    `mount -t ${filesystem.filesystem} -o dax /dev/pmem0 ${mount}`,
    `/twin ${mount} ${seconds} >&3`,
    `/bin/busybox umount ${mount}`,
  ];
  for (const widening of WIDENINGS) {
    const file = `${widening}.json`;
    writeFileSync(path.join(added, file), JSON.stringify(orderOf(widening, seconds, filesystem)));
    steps.push(`cp /${file} ${RUNTIME}${TMP}${ORDER}`, `echo 'widening ${widening}' >&3`);
    steps.push(`chroot ${RUNTIME} /bin/node ${PROGRAM} ${TMP}${ORDER} >&3`);
  }
  const loop = `for round in $(/bin/busybox seq ${rounds}); do\n${steps.join('\n')}\ndone`;
  writeFileSync(path.join(added, 'init'), initScript(INIT).replace(/^chroot .*$/m, loop));
  cpSync(order.twin, path.join(added, 'twin'));
  for (const program of ['init', 'twin']) chmodSync(path.join(added, program), 0o755);
  const archive = path.join(folder, 'added.cpio');
  const args = ['--create', '--format=newc', '--quiet', `--file=${archive}`];
  const input = ['init', 'twin', ...WIDENINGS.map((one) => `${one}.json`), ''].join('\n');
  await needTool('packing the benchmark', 'cpio', args, { cwd: added, input });
  return archive;
}

/** Sorts what the guest says: lines of the twin, records of holerace, and which way of meeting comes next. */
class Listener {
  readonly runs = noRuns(WIDENINGS);
  readonly #order: Order;
  #rest = '';
  #widening: Widening = 'stagger';

  constructor(order: Order) {
    this.#order = order;
  }

  push(chunk: string): void {
    const lines = (this.#rest + chunk).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#hear(line.trim());
  }

  #hear(line: string): void {
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
