/** The command line that runs this again. */
import { hideBin } from 'yargs/helpers';
import { quoted } from '../../quoted.js';

/** This command line, with its seed. */
export function commandAgain(seed: number): string {
  const [name = '', ...words] = hideBin(process.argv);
  const seeded = words.some((word) => /^--seed(?:=|$)/.test(word)) ? [] : ['--seed', `${seed}`];
  return quoted(['holerace', name, ...seeded, ...words]);
}
