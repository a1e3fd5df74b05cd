/**
 * Simulates bisects over made-up histories with merges, and prints a table: holerace's own way, git's with one run a
 * commit and with fixed repetition, and the floor that information sets. The same seed gives the same table.
 */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { Commits } from '../../src/campaign/bisect/graph/commits.js';
import { DEFAULT_SETTINGS } from '../../src/campaign/bisect/settings.js';
import { numberOption } from '../../src/cli/options/numbers.js';
import { messageOf } from '../../src/errors.js';
import { type CommitMethod, gitOnGraph, ownOnGraph } from './commit-methods.js';
import { makeHistory } from './history.js';
import { informationFloor } from './methods.js';

const FAULT = 255;
const RATES = [1, 0.5, 0.1];
/** What a build and a run are taken to cost, in seconds: a build as much as ten runs, as `--kernel-cost` has it. */
const BUILD_SECONDS = 200;
const RUN_SECONDS = 20;
/** Primes that keep the streams of neighbouring trials apart. */
const TRIAL_STRIDE = 7919;
const HISTORY_STRIDE = 104_729;

const METHODS: readonly (readonly [name: string, method: CommitMethod])[] = [
  ['holerace bisect --git', ownOnGraph(DEFAULT_SETTINGS)],
  ['git bisect run, one run a commit', gitOnGraph(null)],
  ['git bisect run, repeated, misses 1%', gitOnGraph(0.01)],
  ['git bisect run, repeated, misses 0.1%', gitOnGraph(0.001)],
];

const rateOf = numberOption('rate', { least: 0.001, most: 1, whole: false });
const whole = (name: string, least: number, most: number) =>
  numberOption(name, { least, most, whole: true });

async function main(): Promise<void> {
  const args = await yargs(hideBin(process.argv))
    .scriptName('simulate-commits')
    .option('trials', { default: 1000, requiresArg: true, coerce: whole('trials', 1, 1e6) })
    .option('commits', { default: 1024, requiresArg: true, coerce: whole('commits', 3, 65536) })
    .option('histories', { default: 8, requiresArg: true, coerce: whole('histories', 1, 1000) })
    .option('rate', {
      ...{ default: RATES, array: true, requiresArg: true },
      describe: 'detection rates, a part of the table each',
      coerce: (rates: readonly unknown[]) => rates.flatMap((rate) => rateOf(rate) ?? []),
    })
    .option('seed', { default: 7, requiresArg: true, coerce: whole('seed', 0, 2 ** 31 - 1) })
    .strict()
    .parseAsync();
  const { trials = 1000, commits = 1024, histories = 8, rate: rates = RATES, seed = 7 } = args;
  const graphs = Array.from(
    { length: histories },
    (_, history) => new Commits(makeHistory(commits, seed + history * HISTORY_STRIDE)),
  );
  const merges = graphs.map(({ parents }) => parents.filter(({ length }) => length > 1).length);
  const share = merges.reduce((sum, one) => sum + one, 0) / (commits * histories);
  say(
    `${commits} commits, ${(100 * share).toFixed(1)}% of them merges, ${trials} trials each in ${histories} histories, seed ${seed}\n`,
  );
  say('| detection rate | method | right | builds | runs | seconds |');
  say('| --- | --- | --- | --- | --- | --- |');
  for (const rate of rates) {
    for (const [name, method] of METHODS) say(row(rate, name, method, { graphs, trials, seed }));
    const floor = informationFloor(commits, rate);
    say(`| ${rate} | information floor | | | ${floor.toFixed(0)} | |`);
  }
}

interface Trials {
  readonly graphs: readonly Commits[];
  readonly trials: number;
  readonly seed: number;
}

function row(rate: number, name: string, method: CommitMethod, of: Trials): string {
  const { graphs, trials, seed } = of;
  let right = 0;
  let builds = 0;
  let runs = 0;
  for (let trial = 0; trial < trials; trial++) {
    const commits = graphs[trial % graphs.length];
    if (commits === undefined) continue;
    const random = xoroshiro128plus(seed + trial * TRIAL_STRIDE);
    const culprit = uniformInt(random, 1, commits.count - 1);
    const built = new Set<number>();
    const detect = (commit: number): boolean => {
      runs++;
      built.add(commit);
      const isBad = commits.ancestorsOf(commit)[culprit] === 1;
      return isBad && uniformFloat64(random) < rate;
    };
    if (method(commits, detect, rate) === culprit) right++;
    builds += built.size;
  }
  const [kernels, made] = [builds / trials, runs / trials];
  const seconds = kernels * BUILD_SECONDS + made * RUN_SECONDS;
  return `| ${rate} | ${name} | ${((100 * right) / trials).toFixed(1)}% | ${kernels.toFixed(1)} | ${made.toFixed(1)} | ${seconds.toFixed(0)} |`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`simulate-commits: ${messageOf(error)}\n`);
  process.exit(FAULT);
});
