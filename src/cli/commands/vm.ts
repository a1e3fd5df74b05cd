/** `holerace vm --kernel K`: boot a kernel with emulated persistent memory, and race there. */
import type { Logger } from 'pino';
import type { Argv } from 'yargs';
import { combineSinks } from '../../result/record-line.js';
import { scenarioIds } from '../../scenarios/list.js';
import { commandAgain } from '../options/command-again.js';
import type { Context } from '../options/context.js';
import { guestArguments, guestOptions } from '../options/machine-options.js';
import { checkOutput, putOutResult, recordOutput } from '../options/output-options.js';
import { planOf } from '../options/race-options.js';
import { type VmArguments, vmOptions } from '../options/vm-options.js';
import { withProgress } from '../progress/progress.js';

export const command = 'vm';
export const describe = 'boot a kernel in QEMU with emulated persistent memory and race there';

export function builder<T>(argv: Argv<T>) {
  return vmOptions(argv)
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

/** Boots the kernel and races in it. Returns the exit code. */
export async function run(args: VmArguments, { log, signal }: Context): Promise<number> {
  checkOutput(args);
  const plan = planOf(scenarioIds, args, guestArguments(args));
  // Loaded here and not above: bad arguments need not wait for it.
  const { resolveKernel } = await import('../../kernels/resolve.js');
  const { raceInVm } = await import('../../vm/race-in-vm.js');
  if (args.build !== undefined) await buildKernel(args.build, log);
  log.info(`testing ${args.kernel} with seed ${plan.seed}`);
  const result = await withProgress(log, async (progress) => {
    const kernel = await resolveKernel(args.kernel, {
      modules: args.modules ?? [],
      release: args.release ?? null,
    });
    return raceInVm({
      ...{ kernel, plan, signal, log },
      ...guestOptions(args, plan),
      again: commandAgain(plan.seed),
      sink: combineSinks(progress, recordOutput(args)),
    });
  });
  return putOutResult(result, args, log);
}

async function buildKernel(command: string, log: Logger): Promise<void> {
  const { build } = await import('../../kernels/local/build.js');
  log.info(`building with ${command}`);
  await build(command);
}
