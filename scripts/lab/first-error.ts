import { lastLine } from '../../src/tools.js';

/** The line of a compiler, of make or of spatch that says most. */
export function firstError(stderr: string): string {
  const lines = stderr.split('\n').map((line) => line.trim());
  const telling = lines.find((line) => /No space left|error:|\*\*\*/i.test(line));
  return telling ?? (lastLine(stderr) || 'it said nothing');
}
