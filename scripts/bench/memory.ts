/**
 * Measures how much memory a race takes as it goes on: a race of some minutes in a directory, whose
 * processes are looked at every second. What counts is whether it stays flat.
 *
 * node build/scripts/bench/memory.js [--seconds S] DIR
 */
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { median } from './median.js';

const HOLERACE = fileURLToPath(new URL('../../src/cli/bin.js', import.meta.url));
const LOOK_EVERY_MS = 1000;

const args = yargs(hideBin(process.argv))
  .option('seconds', { type: 'number', default: 60 })
  .demandCommand(1, 1)
  .strictOptions()
  .parseSync();

/** What a file of /proc says, empty where the process is gone. */
function proc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

/** A process and its children, and theirs. */
function family(pid: number): number[] {
  const children = proc(pid, `task/${pid}/children`).trim().split(' ').filter(Boolean).map(Number);
  return [pid, ...children.flatMap(family)];
}

/** Proportional set size of a process in MiB: what it shares with another counts once for both. */
function mebibytes(pid: number): number {
  const kibibytes = /^Pss:\s+(\d+)/m.exec(proc(pid, 'smaps_rollup'))?.[1] ?? 0;
  return Number(kibibytes) / 1024;
}

const words = ['run', String(args._[0]), '--expect', 'any', '--scenario', 'fault-write-race'];
const race = execa(process.execPath, [HOLERACE, ...words, '--seconds', `${args.seconds}`], {
  reject: false,
});
const looks: number[] = [];
const startedMs = performance.now();
while (performance.now() - startedMs < args.seconds * 1000) {
  await setTimeout(LOOK_EVERY_MS);
  looks.push(family(race.pid ?? 0).reduce((sum, pid) => sum + mebibytes(pid), 0));
}
const { stdout } = await race;
const quarter = Math.max(1, looks.length >> 2);
const first = median(looks.slice(0, quarter));
const last = median(looks.slice(-quarter));
process.stdout.write(
  `${stdout}\n${looks.length} looks: ${first.toFixed(0)} MiB in the first quarter, ${last.toFixed(0)} MiB in the last, ${Math.max(...looks).toFixed(0)} MiB at most\n`,
);
