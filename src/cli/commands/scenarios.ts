/** `holerace scenarios`: what can be raced, and which kernel commits each scenario guards. */
import { scenarios } from '../../scenarios/list.js';
import { writeOut } from '../output/stdout.js';

export const command = 'scenarios';
export const describe = 'the scenarios, with the kernel commits that they guard';

/** Prints the list. Returns the exit code. */
export function run(): number {
  const width = Math.max(...scenarios.map(({ id }) => id.length));
  for (const { id, summary, commits } of scenarios) {
    writeOut(
      `${id.padEnd(width)}  ${summary}\n${''.padEnd(width)}  guards ${commits.join(', ')}\n`,
    );
  }
  return 0;
}
