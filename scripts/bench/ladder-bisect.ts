/**
 * Measures what many runs to a boot save a bisect: the ladder of eight lab kernels of docs/bisect.md is bisected with a boot
 * for each run, and with as many runs to a boot as is usual, in turn and with the same seeds. Another build of holerace
 * may be measured beside this one, as it does it by itself: a folder that holds its build/.
 *
 * node build/scripts/bench/ladder-bisect.js [--rounds N] [--attempts N] [--seed N] [--beside FOLDER]
 */
import { mkdtempSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { makeScratch } from '../../src/files/scratch.js';
import { makeLog } from '../../src/log.js';
import { bisectReportSchema } from '../../src/result/campaign.js';
import { FIRST_BAD_RUNG, makeLadder } from '../lab/ladder.js';
import { packageFile } from '../package-file.js';
import { type LadderBisect, ladderTable } from './ladder-bisect-table.js';
import { SCENARIO } from './run.js';

/** 1,000 runs, each with a boot, take less. */
const BISECT_LIMIT_MS = 3 * 3600 * 1000;
const PROGRAM = 'build/src/cli/bin.js';

const args = yargs(hideBin(process.argv))
  .option('rounds', { type: 'number', default: 1 })
  .option('attempts', { type: 'number', default: 2000, describe: 'of a run' })
  .option('seed', { type: 'number', default: 7, describe: 'of the first round; each has the next' })
  .option('beside', { type: 'string', describe: 'a folder with another build' })
  .strict()
  .parseSync();
const log = makeLog(false);

interface Kind {
  readonly name: string;
  readonly program: string;
  readonly more?: readonly string[];
}

async function bisect(program: string, folder: string, seed: number, more: readonly string[] = []) {
  const own = mkdtempSync(path.join(folder, 'bisect-'));
  const json = path.join(own, 'report.json');
  const startedMs = performance.now();
  await execa(
    process.execPath,
    [
      ...[program, 'bisect', '--kernels-from', path.join(folder, 'ladder'), '--keep-order'],
      ...['--scenario', SCENARIO, '--strategy', 'stagger', '--seed', `${seed}`, '--json', json],
      // Of its own: else it would go on from what the one before it has run.
      ...['--journal', path.join(own, 'journal')],
      ...[...more, '--', '--attempts', `${args.attempts}`, '--seconds', '20'],
    ],
    { stdout: 'ignore', timeout: BISECT_LIMIT_MS },
  );
  const seconds = (performance.now() - startedMs) / 1000;
  const report = bisectReportSchema.parse(JSON.parse(readFileSync(json, 'utf8')));
  const runs = report.kernels.reduce((sum, one) => sum + one.stale + one.clean + one.untested, 0);
  const answer = report.answer.kernels.map((one) => path.basename(one));
  return { runs, seconds, isRight: answer.length === 1 && answer[0] === `${FIRST_BAD_RUNG}` };
}

const scratch = makeScratch('ladder');
try {
  await makeLadder(path.join(scratch.folder, 'ladder'));
  const own = packageFile(PROGRAM);
  const kinds: Kind[] = [
    { name: 'a boot each', program: own, more: ['--runs-per-boot', '1'] },
    { name: 'one boot, many', program: own },
    ...(args.beside === undefined
      ? []
      : [{ name: args.beside, program: path.resolve(args.beside, PROGRAM) }]),
  ];
  const bisects = new Map(kinds.map(({ name }): [string, LadderBisect[]] => [name, []]));
  for (let round = 0; round < args.rounds; round++) {
    for (const { name, program, more } of kinds)
      bisects.get(name)?.push(await bisect(program, scratch.folder, args.seed + round, more));
    log.info(`round ${round + 1} of ${args.rounds}`);
  }
  process.stdout.write(ladderTable(bisects));
} finally {
  scratch.remove();
}
