import { tellsError } from '../../src/kernels/local/error-line.js';
import { lastLine } from '../../src/tools.js';

/** The line of a compiler, of make or of spatch that says most. */
export function firstError(stderr: string): string {
  const lines = stderr.split('\n').map((line) => line.trim());
  const telling = lines.find(tellsError);
  return telling ?? (lastLine(stderr) || 'it said nothing');
}
