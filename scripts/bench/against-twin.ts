/**
 * Measures holerace against its C twin (twin.c): the same race in lockstep, as one would write it in C.
 * They run in turn, several times, on the same machine or in the same boot, for these machines are noisy;
 * what counts are the ratios.
 *
 * node build/scripts/bench/against-twin.js [--rounds N] [--seconds S] [--strategy NAME...] DIR...
 *   in directories of this machine
 * node build/scripts/bench/against-twin.js [--rounds N] [--seconds S] [--strategy NAME...] --kernel K [--fs ext4] [--cpus N...]
 *   [--places N...] [--parameter P...] [--boots N] [--beside FOLDER]
 *   in one boot of K for each number of vCPUs and of places in the arena, or in as many as --boots says; another build of
 *   holerace may be measured in the same boots, the two in turn: a folder that holds its build/
 */
import path from 'node:path';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { makeScratch } from '../../src/files/scratch.js';
import { type FilesystemChoice, vmChoices } from '../../src/filesystems/list.js';
import { makeLog } from '../../src/log.js';
import { needTool } from '../../src/tools.js';
import { packageFile } from '../package-file.js';
import { measureInDirectory } from './directory-runs.js';
import { measureInGuest, type RunsByBuild } from './guest-runs.js';
import { median } from './median.js';
import { type Run, type Runs, STRATEGY_CHOICES, TWINS } from './run.js';

const args = yargs(hideBin(process.argv))
  .option('kernel', { type: 'string' })
  .option('fs', { choices: vmChoices, default: 'ext4' as FilesystemChoice })
  .option('cpus', { type: 'number', array: true, default: [2] })
  .option('places', { type: 'number', array: true, describe: "the scenario's own unless given" })
  .option('strategy', {
    choices: STRATEGY_CHOICES,
    array: true,
    describe: 'each strategy, and all of them together, unless given',
  })
  .option('parameter', {
    type: 'string',
    array: true,
    default: [] as string[],
    describe: 'of the kernel',
  })
  .option('beside', {
    type: 'string',
    implies: 'kernel',
    describe: 'a folder with another build',
  })
  .option('boots', { type: 'number', default: 1 })
  .option('rounds', { type: 'number', default: 5 })
  .option('seconds', { type: 'number', default: 5 })
  .strictOptions()
  .parseSync();
const log = makeLog(false);

/** A line of the report: medians, and how they compare with the twin's. */
function line(name: string, runs: readonly Run[], twin: readonly Run[]): string {
  const rate = (of: readonly Run[]) => median(of.map((run) => run.attempts / run.seconds));
  const hits = (of: readonly Run[]) => median(of.map((run) => run.stale / run.cpuSeconds));
  const firsts = runs.map((run) => run.secondsToFirstStale ?? Number.POSITIVE_INFINITY);
  const overlapped = median(runs.map((run) => (run.overlapped ?? Number.NaN) / run.attempts));
  const cells = [
    name,
    Math.round(rate(runs)).toLocaleString('en'),
    (rate(runs) / rate(twin)).toFixed(2),
    Number.isNaN(overlapped) ? '' : `${Math.round(overlapped * 100)}%`,
    hits(runs).toFixed(2),
    hits(twin) > 0 ? (hits(runs) / hits(twin)).toFixed(1) : '',
    Number.isFinite(median(firsts)) ? `${median(firsts).toFixed(2)} s` : '',
  ];
  return `| ${cells.join(' | ')} |`;
}

function report(title: string, runs: Runs): void {
  const head = [
    ...['', 'attempts/s', '÷ twin', 'overlapped', 'stale per CPU-second', '÷ twin', 'first stale'],
  ];
  const rows = [...runs].map(([name, some]) => line(name, some, runs.get('twin') ?? []));
  const table = [`| ${head.join(' | ')} |`, `|${' --- |'.repeat(head.length)}`, ...rows];
  process.stdout.write(
    `${title}, medians of ${args.rounds * args.boots} rounds of runs of ${args.seconds} s\n\n${table.join('\n')}\n\n`,
  );
}

/** The runs of several boots as if they were of one. */
function together(boots: readonly Runs[]): Runs {
  const names = [...new Set(boots.flatMap((runs) => [...runs.keys()]))];
  return new Map(names.map((name) => [name, boots.flatMap((runs) => runs.get(name) ?? [])]));
}

const scratch = makeScratch('bench');
try {
  const twin = path.join(scratch.folder, 'twin');
  const source = packageFile('scripts/bench/twin.c');
  await needTool('building the twin', 'gcc', ['-O2', '-static', '-pthread', '-o', twin, source]);
  const { rounds, seconds, kernel, fs, parameter: parameters } = args;
  const order = {
    twin,
    rounds,
    seconds,
    choices: args.strategy ?? null,
    folder: scratch.folder,
    log,
  };
  const beside = args.beside ?? null;
  for (const cpus of kernel === undefined ? [] : args.cpus) {
    for (const places of args.places ?? [null]) {
      const guest = { kernel: `${kernel}`, fs, cpus, places, parameters, beside };
      const arena = places === null ? '' : `, ${places} places`;
      const title = `${kernel} on ${fs}, ${cpus} vCPUs${arena}`;
      const boots: RunsByBuild[] = [];
      for (let boot = 0; boot < args.boots; boot++) boots.push(await measureInGuest(order, guest));
      const twin = together(boots.map(({ own }) => own));
      report(title, twin);
      if (beside === null) continue;
      // Beside the same twin.
      const other = together(boots.map((runs) => runs.other));
      for (const who of TWINS) other.set(who, twin.get(who) ?? []);
      report(`${title}, ${beside}`, other);
    }
  }
  for (const directory of args._.map(String))
    report(directory, await measureInDirectory(order, directory));
} finally {
  scratch.remove();
}
