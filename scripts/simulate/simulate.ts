/**
 * Simulates bisects over lists of made-up kernels, and prints a table: holerace's own way, fixed repetition,
 * greedy information gain, and the floor that information sets. The same seed gives the same table.
 */
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { DEFAULT_SETTINGS } from '../../src/campaign/bisect/settings.js';
import { numberOption } from '../../src/cli/options/numbers.js';
import { messageOf } from '../../src/errors.js';
import {
  fixedRepetition,
  greedyGain,
  informationFloor,
  type Method,
  ownMethod,
} from './methods.js';
import { runTrials, type Summary } from './trials.js';

const FAULT = 255;
const RATES: readonly (readonly [number, number])[] = [
  [1, 1],
  [0.5, 0.5],
  [0.1, 0.1],
];
/** Bad kernels that differ, which the model leaves out. */
const UNEQUAL_RATES = [0.25, 0.75] as const;

const whole = (name: string, least: number, most: number) =>
  numberOption(name, { least, most, whole: true });

async function main(): Promise<void> {
  const args = await yargs(hideBin(process.argv))
    .scriptName('simulate')
    .option('trials', { default: 1000, requiresArg: true, coerce: whole('trials', 1, 1e6) })
    .option('kernels', { default: 1024, requiresArg: true, coerce: whole('kernels', 2, 65536) })
    .option('seed', { default: 7, requiresArg: true, coerce: whole('seed', 0, 2 ** 31 - 1) })
    .strict()
    .parseAsync();
  const { trials = 1000, kernels = 1024, seed = 7 } = args;
  say(`${kernels} kernels, ${trials} trials each, seed ${seed}\n`);
  say('| detection rate | method | right | kernels booted | runs |');
  say('| --- | --- | --- | --- | --- |');
  for (const rates of RATES) {
    for (const [name, method] of methods()) {
      say(row(label(rates), name, runTrials(method, trials, { kernels, seed, rates })));
    }
    say(
      `| ${label(rates)} | information floor | | | ${informationFloor(kernels, rates[0]).toFixed(0)} |`,
    );
  }
  const [[own, method] = ['', null]] = methods();
  if (method === null) return;
  const rates = UNEQUAL_RATES;
  say(row(label(rates), own, runTrials(method, trials, { kernels, seed, rates })));
}

/** holerace's own way first. */
function methods(): (readonly [name: string, method: Method])[] {
  return [
    ['holerace bisect', ownMethod(DEFAULT_SETTINGS)],
    ['fixed repetition, misses 1%', fixedRepetition(0.01)],
    ['fixed repetition, misses 0.1%', fixedRepetition(0.001)],
    ['greedy information gain', greedyGain(DEFAULT_SETTINGS.confidence)],
  ];
}

function label([least, most]: readonly [number, number]): string {
  return least === most ? `${least}` : `${least} to ${most}, by kernel`;
}

function row(rate: string, name: string, { right, kernels, runs }: Summary): string {
  return `| ${rate} | ${name} | ${(100 * right).toFixed(1)}% | ${kernels.toFixed(1)} | ${runs.toFixed(1)} |`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`simulate: ${messageOf(error)}\n`);
  process.exit(FAULT);
});
