/** The line of `holerace vm` that makes one run of a campaign again: each option of the tables that parse it, by its value. */
import type { GuestOptions } from '../../campaign/vm-runner.js';
import type { KernelChoice } from '../../kernels/resolve.js';
import type { RacePlan } from '../../race/plan.js';
import { holeraceLine } from './command-again.js';
import { type BadIfArguments, badIfAsked } from './complaint-options.js';
import { type MachineArguments, timeoutByDefault } from './machine-options.js';
import type { RaceArguments } from './race-options.js';

interface Run {
  readonly plan: RacePlan;
  readonly guest: GuestOptions;
}

/** An option that was added to a table and is missing here does not compile. */
type WordsOf<Arguments> = Readonly<
  Record<keyof Omit<Required<Arguments>, '--'>, (run: Run) => readonly string[]>
>;

const RACE: WordsOf<RaceArguments> = {
  // Where none was named, what a filesystem cannot do is left out: so it is again only where none is named again.
  scenario: ({ plan }) => (plan.leavesOut === true ? [] : each('--scenario', plan.scenarios)),
  seconds: ({ plan }) => (plan.budgetSeconds === null ? one('--seconds', plan.seconds) : []),
  budget: ({ plan }) => one('--budget', plan.budgetSeconds),
  attempts: ({ plan }) => one('--attempts', plan.attempts),
  untilBound: ({ plan }) => one('--until-bound', plan.untilBound),
  seed: ({ plan }) => one('--seed', plan.seed),
  expect: ({ plan }) => one('--expect', plan.expect),
  strategy: ({ plan }) => each('--strategy', plan.strategies ?? []),
  step: ({ plan }) => one('--step', plan.step ?? null),
  places: ({ plan }) => one('--places', plan.places ?? null),
  point: ({ plan }) => each('--point', plan.points ?? []),
  evidence: ({ plan }) => one('--evidence', plan.evidenceLimit),
};

const MACHINE: WordsOf<MachineArguments> = {
  fs: ({ guest }) => each('--fs', guest.filesystems),
  mkfsOptions: ({ guest }) => joined('--mkfs-options', guest.filesystemOptions?.mkfs),
  mountOptions: ({ guest }) => joined('--mount-options', guest.filesystemOptions?.mount),
  pmem: ({ guest }) => one('--pmem', guest.pmem),
  cpus: ({ guest }) => one('--cpus', guest.cpus),
  memory: ({ guest }) => one('--memory', guest.memoryMib),
  pmemSize: ({ guest }) => one('--pmem-size', guest.pmemMib),
  accel: ({ guest }) => one('--accel', guest.accel),
  append: ({ guest }) => one('--append', guest.append),
  qemuArgs: ({ guest }) => one('--qemu-args', guest.qemuArgs),
  timeout: ({ plan, guest: { filesystems, timeoutSeconds } }) =>
    timeoutSeconds === timeoutByDefault(filesystems.length, plan)
      ? []
      : one('--timeout', timeoutSeconds),
};

/**
 * The command line.
 *
 * @param k the kernel
 * @param plan with the seed of the run
 * @param choice what was said of the kernel beside its name
 */
export function vmAgain(
  k: string,
  plan: RacePlan,
  guest: GuestOptions,
  args: BadIfArguments,
  choice?: KernelChoice,
): string {
  return holeraceLine([
    ...['vm', '--kernel', k],
    ...each('--modules', choice?.modules ?? []),
    ...one('--release', choice?.release ?? null),
    ...Object.values(RACE).flatMap((words) => words({ plan, guest })),
    ...Object.values(MACHINE).flatMap((words) => words({ plan, guest })),
    ...(badIfAsked(args).badIf ?? []).map((one) => `--bad-if=${one}`),
  ]);
}

/** As one word, for the value may begin with a dash. */
function one(name: string, value: number | string | null): string[] {
  return value === null ? [] : [`${name}=${value}`];
}

function each(name: string, values: readonly string[]): string[] {
  return values.map((value) => `${name}=${value}`);
}

function joined(name: string, words: readonly string[] = []): string[] {
  return words.length === 0 ? [] : [`${name}=${words.join(' ')}`];
}
