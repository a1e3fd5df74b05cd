/**
 * How often the C programs of saved results find what they should: each is checked in a guest of the result's kernel,
 * and in one of each other kernel that is named, such as a mended one. Prints a Markdown table.
 *
 * node build/scripts/findings/how-often.js [--runs N] [--seconds S] [--kernel K]... RESULT.json...
 */
import { readFileSync } from 'node:fs';
import { markdownTable } from 'markdown-table';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { checkResult } from '../../src/check/check-result.js';
import { type Checked, foundIn, sumOf } from '../../src/check/words.js';
import { guestAgain } from '../../src/cli/options/guest-again.js';
import { makeLog } from '../../src/log.js';
import { readSaved } from '../../src/report/saved.js';
import { whole } from '../../src/report/words/numbers.js';
import { select } from '../../src/reproduce/selection.js';
import type { Result } from '../../src/result/result.js';

const HEAD = ['kernel', 'scenario', 'met by', 'runs with stale loads', 'stale', 'rate'];

const args = yargs(hideBin(process.argv))
  .option('runs', { type: 'number', default: 3 })
  .option('seconds', { type: 'number', default: 30, describe: 'racing time of each run' })
  .option('kernel', { type: 'string', array: true, nargs: 1, default: [] })
  .demandCommand(1, 'name results')
  .strict()
  .parseSync();
const { runs, seconds } = args;
const common = { scenario: undefined, runs, seconds, signal: new AbortController().signal };

const rows: string[][] = [];
for (const file of args._.map(String)) {
  const { results } = readSaved(file, readFileSync(file, 'utf8'));
  for (const result of results)
    for (const kernel of [undefined, ...args.kernel]) rows.push(await row(result, kernel));
}
process.stdout.write(
  `${markdownTable([HEAD, ...rows], { alignDelimiters: false, padding: false })}\n`,
);

async function row(result: Result, kernel: string | undefined): Promise<string[]> {
  const again = guestAgain(result);
  const checked = await checkResult({ ...common, result, again, kernel, log: makeLog(false) });
  if (checked === null) throw new Error('without a compiler there is nothing to measure');
  const { scenario, meeting } = select(result);
  return [kernel ?? again.k, scenario.id, meeting, ...counts(checked)];
}

function counts(checked: Checked): string[] {
  const { attempts, stale } = sumOf(checked);
  const rate = attempts === 0 ? '' : (stale / attempts).toPrecision(2);
  const short = checked.cutShort === null ? '' : ` (${checked.cutShort})`;
  return [
    `${foundIn(checked)} of ${checked.outcomes.length}${short}`,
    `${whole(stale)} of ${whole(attempts)}`,
    stale === 0 ? '0' : rate,
  ];
}
