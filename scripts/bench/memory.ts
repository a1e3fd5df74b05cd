/**
 * Measures how much memory a race takes as it goes on, and how fast it is: a race of some minutes or hours in a
 * directory, whose processes are looked at every second, with a row for each of so many parts of its time. What counts
 * is whether both stay flat.
 *
 * node build/scripts/bench/memory.js [--seconds S] [--parts N] [--seed N] DIR
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { markdownTable } from 'markdown-table';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { Exit } from '../../src/result/verdict.js';
import { median } from './median.js';

const HOLERACE = fileURLToPath(new URL('../../src/cli/bin.js', import.meta.url));
const LOOK_EVERY_MS = 1000;
const SCENARIO = 'fault-write-race';

const args = yargs(hideBin(process.argv))
  .option('seconds', { type: 'number', default: 60 })
  .option('parts', { type: 'number', default: 4, describe: 'rows of the table' })
  .option('seed', { type: 'number', default: 7 })
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

/** What its processes have taken of the cpus so far, in seconds (proc_pid_stat(5): fields 14 and 15, in ticks of 10 ms). */
function cpuSeconds(pid: number): number {
  const fields = proc(pid, 'stat').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / 100;
}

/** What a race has come to at a moment. */
interface Look {
  readonly seconds: number;
  readonly mebibytes: number;
  readonly cpuSeconds: number;
  readonly attempts: number;
  readonly overlapped: number;
}

/** The looks of one part of the time as a row: the median of its memory, and rates from its first look to its last. */
function row(looks: readonly Look[]): string[] {
  const [from, to] = [looks[0], looks.at(-1)];
  if (from === undefined || to === undefined) return [];
  const perSecond = (of: (look: Look) => number): string =>
    ((of(to) - of(from)) / Math.max(1, to.seconds - from.seconds)).toFixed(0);
  const cpu = (to.cpuSeconds - from.cpuSeconds) / Math.max(1, to.seconds - from.seconds);
  return [
    `${from.seconds.toFixed(0)} to ${to.seconds.toFixed(0)}`,
    median(looks.map((look) => look.mebibytes)).toFixed(0),
    Math.max(...looks.map((look) => look.mebibytes)).toFixed(0),
    perSecond((look) => look.attempts),
    perSecond((look) => look.overlapped),
    cpu.toFixed(2),
  ];
}

const race = execa(
  process.execPath,
  [
    ...[HOLERACE, 'run', String(args._[0]), '--expect', 'any', '--scenario', SCENARIO, '--quiet'],
    ...['--seconds', `${args.seconds}`, '--seed', `${args.seed}`, '--format', 'ndjson'],
  ],
  { reject: false, buffer: false, stderr: 'inherit' },
);
let progress = { attempts: 0, overlapped: 0 };
let said = '';
createInterface({ input: race.stdout }).on('line', (line) => {
  const record = JSON.parse(line);
  if (record.record === 'progress') progress = record;
  if (record.record !== 'result') return;
  const { verdict, seed, scenarios } = record.result;
  const { attempts, overlapped, stale, sigbus, filesystem } = scenarios[0];
  said = `${verdict} on ${filesystem}, seed ${seed}: ${attempts} attempts, ${overlapped} overlapped, ${stale} stale, ${sigbus} SIGBUS`;
});
const looks: Look[] = [];
const startedMs = performance.now();
while (performance.now() - startedMs < args.seconds * 1000) {
  await setTimeout(LOOK_EVERY_MS);
  const pids = family(race.pid ?? 0);
  looks.push({
    seconds: (performance.now() - startedMs) / 1000,
    mebibytes: pids.reduce((sum, pid) => sum + mebibytes(pid), 0),
    cpuSeconds: pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0),
    ...{ attempts: progress.attempts, overlapped: progress.overlapped },
  });
}
const { exitCode } = await race;
const parts = Array.from({ length: args.parts }, (_, part) =>
  looks.slice(
    Math.floor((part * looks.length) / args.parts),
    Math.ceil(((part + 1) * looks.length) / args.parts),
  ),
);
const head = ['seconds', 'MiB', 'at most', 'attempts/s', 'overlapped/s', 'cpus'];
process.stdout.write(`${markdownTable([head, ...parts.map(row)])}\n\n${said}\n`);
// Too short a race has no verdict, and takes memory all the same.
process.exitCode = exitCode === Exit.UNTESTED ? 0 : (exitCode ?? Exit.FAULT);
