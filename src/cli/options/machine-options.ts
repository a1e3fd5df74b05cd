/** The options of the machine that a kernel is booted in, the same for `vm`, `sweep` and `bisect`. */
import yargs, { type Argv } from 'yargs';
import type { GuestOptions } from '../../campaign/vm-runner.js';
import { UsageError } from '../../errors.js';
import { type FilesystemChoice, modeOf, vmChoices } from '../../filesystems/list.js';
import { filesystemOptions } from '../../filesystems/order.js';
import type { PmemBackend } from '../../guest/order.js';
import { type RacePlan, racingSecondsOn } from '../../race/plan.js';
import type { AccelChoice } from '../../vm/accel.js';
import { MEMORY_MIB, PMEM_BACKENDS, PMEM_MIB } from '../../vm/qemu/pmem.js';
import { withGrammar } from './grammar.js';
import { appendOption, qemuArgsOption } from './guest-words.js';
import { numberOption } from './numbers.js';
import { checkBudget, type RaceArguments, raceOptions } from './race-options.js';
import { usageMessage } from './usage-message.js';

const DAY_SECONDS = 24 * 3600;
/** Beyond the racing time: boot, mkfs, and room for a slow machine. */
const TIMEOUT_BEYOND_RACING_SECONDS = 600;
const CPUS = 2;

/** Adds the options of the machine to a command. */
export function machineOptions<T>(argv: Argv<T>) {
  return argv
    .option('fs', {
      describe: 'the filesystem to make, or a configuration of it, may be repeated (default: ext4)',
      choices: vmChoices,
      array: true,
      nargs: 1,
    })
    .option('mkfs-options', {
      describe:
        'more options for mkfs, as -m rmapbt=1, in place of a configuration; may be repeated',
      type: 'string',
      array: true,
      nargs: 1,
    })
    .option('mount-options', {
      describe: 'more mount options, as dax=never; may be repeated',
      type: 'string',
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
      default: CPUS,
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
    .option('append', {
      describe: "parameters for the kernel, after holerace's own: --append 'nokaslr loglevel=7'",
      type: 'string',
      requiresArg: true,
      coerce: appendOption,
    })
    .option('qemu-args', {
      describe: "arguments for QEMU, after holerace's own: --qemu-args='-device virtio-rng-pci'",
      type: 'string',
      requiresArg: true,
      coerce: qemuArgsOption,
    })
    .option('timeout', {
      describe: 'seconds for the whole guest (default: its racing time and 600)',
      requiresArg: true,
      coerce: numberOption('timeout', { least: 1, most: 7 * DAY_SECONDS, whole: false }),
    });
}

export interface MachineArguments {
  readonly fs?: readonly FilesystemChoice[] | undefined;
  readonly mkfsOptions?: readonly string[] | undefined;
  readonly mountOptions?: readonly string[] | undefined;
  readonly pmem: PmemBackend;
  readonly cpus: number | undefined;
  readonly memory: number | undefined;
  readonly pmemSize: number | undefined;
  readonly accel: AccelChoice;
  readonly append?: string | undefined;
  readonly qemuArgs?: string | undefined;
  readonly timeout?: number | undefined;
  readonly '--'?: readonly (string | number)[] | undefined;
}

/**
 * The options as the race in a guest takes them.
 *
 * @throws UsageError where a filesystem lacks what is expected, options contradict it, or the budget is too small
 */
export function guestOptions(args: MachineArguments, plan: RacePlan): GuestOptions {
  const filesystems = [...new Set(args.fs ?? (['ext4'] as const))];
  for (const filesystem of filesystems) modeOf(filesystem, plan.expect);
  checkBudget(plan, filesystems.length);
  return {
    filesystems,
    filesystemOptions: filesystemOptions(
      filesystems,
      args.mkfsOptions ?? [],
      args.mountOptions ?? [],
    ),
    pmem: args.pmem,
    cpus: args.cpus ?? CPUS,
    memoryMib: args.memory ?? MEMORY_MIB,
    pmemMib: args.pmemSize ?? PMEM_MIB,
    accel: args.accel,
    append: args.append ?? null,
    qemuArgs: args.qemuArgs ?? null,
    timeoutSeconds: args.timeout ?? timeoutByDefault(filesystems.length, plan),
  };
}

/** Of a guest in which a plan is raced on so many filesystems, in seconds. */
export function timeoutByDefault(filesystems: number, plan: RacePlan): number {
  return racingSecondsOn(filesystems, plan) + TIMEOUT_BEYOND_RACING_SECONDS;
}

/**
 * What stands behind `--` is for the guest's run, and held against the same rules.
 *
 * @throws UsageError where it breaks them
 */
export function guestArguments({ '--': words = [] }: MachineArguments): RaceArguments {
  const own = words.map(String);
  if (own.includes('--')) throw new UsageError('-- was given more than once: give it once');
  const parser = withGrammar(raceOptions(yargs(own)), own)
    .help(false)
    .version(false)
    .strict()
    .exitProcess(false)
    .fail((message, error) => {
      throw new UsageError(`behind --: ${usageMessage(message ?? error?.message ?? '')}`);
    });
  return parser.parseSync();
}
