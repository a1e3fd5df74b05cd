/** The file of a result that a command is to go on from. */
import { readReport } from '../../campaign/read-report.js';
import { messageOf, UsageError } from '../../errors.js';
import { readRegular } from '../../files/regular-file.js';
import { failuresOf } from '../../report/words/failure.js';
import type { Result } from '../../result/result.js';

/**
 * The first result of a file that is stale; of one with none, the first.
 *
 * @param warn takes a sentence about what was left out
 * @throws UsageError where the file cannot be read, or is not to be believed
 */
export function resultOfFile(name: string, warn: (message: string) => void): Result {
  const report = readReport([{ name, bytes: bytesOf(name) }], warn);
  const failures = failuresOf(report);
  const found = failures.find(({ verdict }) => verdict === 'stale') ?? report.results[0];
  if (found === undefined) throw new UsageError(`${name} holds no stale result: give one that is`);
  return found;
}

function bytesOf(name: string): Buffer {
  try {
    return readRegular(name);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${name} cannot be read (${messageOf(error)}): give the file of --json`);
  }
}
