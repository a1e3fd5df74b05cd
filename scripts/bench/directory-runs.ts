/** Runs of the twin and of holerace in turn, in a directory of this machine. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { availableStrategies } from '../../src/race/strategies/here.js';
import { resultSchema } from '../../src/result/result.js';
import type { Order } from './order.js';
import {
  holeraceRun,
  noRuns,
  type Runner,
  type Runs,
  SCENARIO,
  strategyOf,
  TWIN_WORDS,
  twinRun,
} from './run.js';

const HOLERACE = fileURLToPath(new URL('../../src/cli/bin.js', import.meta.url));

/** Measures in a directory. */
export async function measureInDirectory(order: Order, directory: string): Promise<Runs> {
  const { twin, rounds, seconds, folder, log } = order;
  const choices = order.choices ?? [...availableStrategies(), 'together' as const];
  const runs = noRuns(choices);
  const json = path.join(folder, 'result.json');
  const plan = ['--expect', 'any', '--scenario', SCENARIO, '--seconds', `${seconds}`];
  for (let round = 1; round <= rounds; round++) {
    log.info(`round ${round} of ${rounds} in ${directory}`);
    for (const [who, word] of Object.entries(TWIN_WORDS)) {
      const words = [directory, `${seconds}`, word.trim()].filter(Boolean);
      const { stdout } = await execa(twin, words);
      runs.get(who as Runner)?.push(twinRun(stdout));
    }
    for (const choice of choices) {
      const strategy = strategyOf(choice);
      const widen = strategy === null ? [] : ['--strategy', strategy];
      const words = ['run', directory, ...plan, ...widen, '--json', json];
      await execa(process.execPath, [HOLERACE, ...words], { reject: false });
      const [scenario] = resultSchema.parse(JSON.parse(readFileSync(json, 'utf8'))).scenarios;
      if (scenario !== undefined) runs.get(choice)?.push(holeraceRun(scenario));
    }
  }
  return runs;
}
