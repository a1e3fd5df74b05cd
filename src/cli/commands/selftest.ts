/** `holerace selftest`: prove on this machine that the checker sees stale reads. */
import type { Argv } from 'yargs';
import { CONTROL_MODES, type ControlMode } from '../../control/modes.js';
import { Exit } from '../../result/verdict.js';
import type { Context } from '../options/context.js';
import { writeOut } from '../output/stdout.js';

const WHAT: Readonly<Record<ControlMode, string>> = {
  overlay: 'an overlayfs copy-up, in a mount namespace',
  'overlay-in-user-namespace': 'an overlayfs copy-up, in a user namespace',
  planted: "a planted disagreement in the checker's input, for no overlay can be mounted here",
};

export const command = 'selftest';
export const describe = 'the control: prove on this machine that the checker sees stale reads';

export function builder<T>(yargs: Argv<T>) {
  return yargs.option('control', {
    describe: 'how to plant stale reads (default: the first that works)',
    choices: CONTROL_MODES,
    requiresArg: true,
  });
}

/** Runs the control and prints a line for each step. Returns the exit code. */
export async function run(
  { control }: { readonly control?: ControlMode | undefined },
  { signal }: Context,
): Promise<number> {
  const { runControl } = await import('../../control/control.js');
  const { mode, lines } = await runControl(
    control === undefined ? CONTROL_MODES : [control],
    signal,
  );
  writeOut(`control: ${WHAT[mode]}\n`);
  for (const { planted, result, missed } of lines) {
    const { scenario, step, attempts } = planted;
    const size =
      step.pageBytes >= 1 << 20 ? `${step.pageBytes >> 20} MiB` : `${step.pageBytes >> 10} KiB`;
    const found =
      missed ?? `all ${attempts} planted stale reads were reported, at the right offsets`;
    const lasting = result === null ? '' : `, ${result.lasting} lasting`;
    writeOut(`  ${scenario.id} at ${size}: ${found}${lasting}\n`);
  }
  const works = lines.length > 0 && lines.every(({ missed }) => missed === null);
  writeOut(
    works
      ? 'the checker sees stale reads on this machine\n'
      : 'the checker misses stale reads on this machine: do not believe its verdicts here\n',
  );
  return works ? Exit.CLEAN : Exit.FAULT;
}
