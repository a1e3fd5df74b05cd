/** `holerace vm --kernel K`: boot a kernel with emulated persistent memory, and race there. */
import yargs, { type Argv } from 'yargs';
import { hideBin } from 'yargs/helpers';
import { UsageError } from '../errors.js';
import type { GuestFilesystem, PmemBackend } from '../guest/order.js';
import { GUEST_FILESYSTEMS } from '../guest/order.js';
import { quoted } from '../quoted.js';
import { combineSinks } from '../report/record-line.js';
import { scenarioIds } from '../scenarios/list.js';
import type { AccelChoice } from '../vm/accel.js';
import { MEMORY_MIB, PMEM_BACKENDS, PMEM_MIB } from '../vm/pmem.js';
import type { Context } from './context.js';
import { numberOption } from './numbers.js';
import {
  checkOutput,
  type OutputArguments,
  outputOptions,
  putOut,
  recordOutput,
} from './output-options.js';
import { showProgress } from './progress.js';
import { planOf, type RaceArguments, raceOptions } from './race-options.js';
import { usageMessage } from './usage-message.js';

const DAY_SECONDS = 24 * 3600;
/** Beyond the racing time: boot, mkfs, and room for a slow machine. */
const TIMEOUT_BEYOND_RACING_SECONDS = 600;

export const command = 'vm';
export const describe = 'boot a kernel in QEMU with emulated persistent memory and race there';

export function builder<T>(argv: Argv<T>) {
  return outputOptions(raceOptions(argv))
    .option('kernel', {
      alias: 'k',
      describe:
        'a bzImage, a build tree, a folder with vmlinuz* and lib/modules, a .deb, debian:PACKAGE[=VERSION], or lab:ID',
      type: 'string',
      demandOption: true,
      requiresArg: true,
    })
    .option('modules', {
      describe: 'the folder that holds lib/modules/RELEASE, where the kernel needs modules',
      type: 'string',
      requiresArg: true,
    })
    .option('fs', {
      describe: 'the filesystem to make, again for several (default: ext4)',
      choices: GUEST_FILESYSTEMS,
      array: true,
      nargs: 1,
    })
    .option('pmem', {
      describe: 'how to emulate persistent memory',
      choices: PMEM_BACKENDS,
      default: 'memmap' as PmemBackend,
      requiresArg: true,
    })
    .option('cpus', {
      describe: 'virtual cpus',
      default: 2,
      requiresArg: true,
      coerce: numberOption('cpus', { least: 1, most: 64, whole: true }),
    })
    .option('memory', {
      describe: 'ordinary memory in MiB',
      default: MEMORY_MIB,
      requiresArg: true,
      coerce: numberOption('memory', { least: 1, most: 1024 * 1024, whole: true }),
    })
    .option('pmem-size', {
      describe: 'persistent memory in MiB',
      default: PMEM_MIB,
      requiresArg: true,
      coerce: numberOption('pmem-size', { least: 1, most: 1024 * 1024, whole: true }),
    })
    .option('accel', {
      describe: 'KVM, emulation, or what works',
      choices: ['auto', 'kvm', 'tcg'] as const,
      default: 'auto' as AccelChoice,
      requiresArg: true,
    })
    .option('timeout', {
      describe: 'seconds for the whole guest (default: its racing time and 600)',
      requiresArg: true,
      coerce: numberOption('timeout', { least: 1, most: 7 * DAY_SECONDS, whole: false }),
    })
    .example('$0 vm --kernel debian:linux-image-amd64', "test Debian's current kernel")
    .example(
      '$0 vm --kernel lab:never-invalidate',
      'see it find a kernel that is broken on purpose',
    )
    .example(
      '$0 vm --kernel . --fs ext4 --fs xfs -- --seconds 60',
      'test the build tree here on two filesystems',
    );
}

export type VmArguments = RaceArguments &
  OutputArguments & {
    readonly kernel: string;
    readonly modules?: string | undefined;
    readonly fs?: readonly GuestFilesystem[] | undefined;
    readonly pmem: PmemBackend;
    readonly cpus: number | undefined;
    readonly memory: number | undefined;
    readonly pmemSize: number | undefined;
    readonly accel: AccelChoice;
    readonly timeout?: number | undefined;
    readonly '--'?: readonly (string | number)[] | undefined;
  };

/** Boots the kernel and races in it. Returns the exit code. */
export async function run(args: VmArguments, { log, signal }: Context): Promise<number> {
  checkOutput(args);
  const plan = planOf(scenarioIds, args, guestArguments(args['--'] ?? []));
  // Loaded here and not above: bad arguments need not wait for it.
  const { resolveKernel } = await import('../kernels/resolve.js');
  const { raceInVm } = await import('../vm/race-in-vm.js');
  const filesystems = [...new Set(args.fs ?? (['ext4'] as const))];
  const kernel = await resolveKernel(args.kernel, args.modules ?? null);
  log.info(`booting ${kernel.release} from ${kernel.source} with seed ${plan.seed}`);
  const racingSeconds = filesystems.length * plan.scenarios.length * plan.seconds;
  const progress = showProgress(log);
  try {
    const result = await raceInVm({
      ...{ kernel, plan, filesystems, signal, log },
      again: commandAgain(plan.seed),
      pmem: args.pmem,
      cpus: args.cpus ?? 2,
      memoryMib: args.memory ?? MEMORY_MIB,
      pmemMib: args.pmemSize ?? PMEM_MIB,
      accel: args.accel,
      timeoutSeconds: args.timeout ?? racingSeconds + TIMEOUT_BEYOND_RACING_SECONDS,
      sink: combineSinks(progress.sink, recordOutput(args)),
    });
    progress.end();
    return putOut(result, args);
  } finally {
    progress.end();
  }
}

/** The command line of this run, with its seed. */
function commandAgain(seed: number): string {
  const [name = '', ...words] = hideBin(process.argv);
  const seeded = words.some((word) => /^--seed(?:=|$)/.test(word)) ? [] : ['--seed', `${seed}`];
  return quoted(['holerace', name, ...seeded, ...words]);
}

/** What stands behind `--` is for the guest's run, and held against the same rules. */
function guestArguments(args: readonly (string | number)[]): RaceArguments {
  const parser = raceOptions(yargs(args.map(String)))
    .help(false)
    .version(false)
    .strict()
    .exitProcess(false)
    .fail((message, error) => {
      throw new UsageError(`behind --: ${usageMessage(message ?? error?.message ?? '')}`);
    });
  return parser.parseSync();
}
