/** Applies the semantic patches of the faults (Coccinelle's SmPL). */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runTool } from '../../src/tools.js';
import { firstError } from './first-error.js';
import { FAULTS_FOLDER } from './kernels.js';

/** One file. */
const SPATCH_LIMIT_MS = 60_000;

/**
 * Changes a file as a semantic patch tells.
 *
 * @param patch its name in the folder of the faults
 * @param name what the file is called where it does not apply
 * @returns why it does not apply, null where it does
 */
export async function applyPatch(
  patch: string,
  file: string,
  name: string,
): Promise<string | null> {
  const before = readFileSync(file);
  const rule = path.join(FAULTS_FOLDER, `${patch}.cocci`);
  const args = ['--very-quiet', '--in-place', '--sp-file', rule, file];
  const { ok, stderr } = await runTool('spatch', args, { timeout: SPATCH_LIMIT_MS });
  if (!ok) return `spatch failed on ${name}: ${firstError(stderr)}`;
  // One that finds nothing to change is no error to spatch.
  return before.equals(readFileSync(file)) ? `${name} has nothing that it matches` : null;
}
