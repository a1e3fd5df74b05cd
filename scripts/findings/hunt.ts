/**
 * Races every scenario on kernels that nobody broke, in every configuration, once: what is not clean is a
 * finding, or not yet understood. One guest for each kernel, filesystem and mode; its result lies in the folder,
 * and what lies there is not raced again, so a hunt that was ended goes on. Prints the table when all is done.
 *
 * node build/scripts/findings/hunt.js --folder DIR [--seconds S] [--jobs N] [--kernel K]... [--fs FS]... [--scenario ID]... [--seed N]
 */
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import type { Mode } from '../../src/filesystems/filesystem.js';
import { chosenBy, type FilesystemChoice, vmChoices, whyNot } from '../../src/filesystems/list.js';
import { Exit } from '../../src/result/verdict.js';
import { scenarioIds } from '../../src/scenarios/list.js';
import { packageFile } from '../package-file.js';
import { huntTable } from './hunt-table.js';

/** Stock kernels of Debian's releases and of its next one. */
const KERNELS = ['sid', 'trixie', 'bookworm', 'bullseye'].map(
  (suite) => `debian:linux-image-cloud-amd64/${suite}`,
);
const MODES: readonly Mode[] = ['dax', 'page-cache'];
/** Those of a block device: others have no room for a hole in it. */
const CHOICES = vmChoices.filter((choice) => chosenBy(choice).filesystem.mkfs !== null);
/** Those of a run that came to its end. */
const VERDICTS: readonly number[] = [Exit.CLEAN, Exit.STALE, Exit.UNTESTED];

interface Cell {
  readonly kernel: string;
  readonly choice: FilesystemChoice;
  readonly mode: Mode;
}

const args = yargs(hideBin(process.argv))
  .option('folder', { type: 'string', demandOption: true })
  .option('seconds', { type: 'number', default: 30, describe: 'racing time of each scenario' })
  .option('jobs', { type: 'number', default: 1, describe: 'guests at once' })
  .option('seed', { type: 'number', default: 7 })
  .option('kernel', { type: 'string', array: true, default: KERNELS })
  .option('fs', { array: true, choices: CHOICES, default: CHOICES })
  .option('scenario', { array: true, choices: [...scenarioIds, 'all'], default: ['all'] })
  .option('mode', { array: true, choices: MODES, default: MODES })
  .strict()
  .parseSync();

mkdirSync(args.folder, { recursive: true });
const cells = args.fs.flatMap((choice) =>
  args.mode
    .filter((mode) => whyNot(choice, mode) === null)
    .flatMap((mode) => args.kernel.map((kernel) => ({ kernel, choice, mode }))),
);
const waiting = cells.filter((cell) => !existsSync(fileOf(cell)));
await Promise.all(Array.from({ length: args.jobs }, lane));
const files = cells.map(fileOf).filter((file) => existsSync(file));
process.stdout.write(`${huntTable(files)}\n`);
if (files.length < cells.length) process.exitCode = 1;

function fileOf({ kernel, choice, mode }: Cell): string {
  const name = `${kernel} ${choice} ${mode}`.replaceAll(/[^a-z0-9]+/gi, '-');
  return join(args.folder, `${name}.json`);
}

/** Takes what waits, one cell after the other. */
async function lane(): Promise<void> {
  for (let cell = waiting.shift(); cell !== undefined; cell = waiting.shift()) await race(cell);
}

/** What has come to no verdict of its own, because it was interrupted or could not run, is said, and left to the next hunt. */
async function race(cell: Cell): Promise<void> {
  const { kernel, choice, mode } = cell;
  const command = [
    'vm',
    '--kernel',
    kernel,
    '--fs',
    choice,
    '--expect',
    mode,
    '--seed',
    `${args.seed}`,
  ];
  const scenarios = args.scenario.flatMap((id) => ['--scenario', id]);
  const draft = `${fileOf(cell)}.draft`;
  const { exitCode, all } = await execa(
    process.execPath,
    [
      ...[
        packageFile('build/src/cli/bin.js'),
        ...command,
        ...scenarios,
        '--quiet',
        '--json',
        draft,
      ],
      ...['--', '--seconds', String(args.seconds)],
    ],
    { reject: false, stdin: 'ignore', all: true },
  );
  const isDone = VERDICTS.includes(exitCode ?? Exit.FAULT) && existsSync(draft);
  if (isDone) renameSync(draft, fileOf(cell));
  const said = isDone ? '' : `: ${all.trim().split('\n').at(-1)}`;
  process.stderr.write(`${kernel} ${choice} ${mode}: exit ${exitCode}${said}\n`);
}
