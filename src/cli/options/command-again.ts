/** The command line that runs this again. */
import { hideBin } from 'yargs/helpers';
import { MAPPING_VARIABLE } from '../../native/mapping-variable.js';
import { quoted } from '../../quoted.js';

/** This command line, with its seed. */
export function commandAgain(seed: number): string {
  const [name = '', ...words] = hideBin(process.argv);
  const seeded = words.some((word) => /^--seed(?:=|$)/.test(word)) ? [] : ['--seed', `${seed}`];
  return holeraceLine([name, ...seeded, ...words]);
}

/** A line of holerace, with what maps files where the environment chose that. */
export function holeraceLine(words: readonly string[]): string {
  const mapping = process.env[MAPPING_VARIABLE] ?? '';
  const chosen = mapping === '' ? '' : `${MAPPING_VARIABLE}=${quoted([mapping])} `;
  return `${chosen}${quoted(['holerace', ...words])}`;
}
