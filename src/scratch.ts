/** What holerace makes and must not leave behind, however it ends. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { messageOf, UsageError } from './errors.js';

/**
 * Has a clean-up run when the process exits, also after an error that nobody has caught.
 *
 * @param cleanUp must be synchronous
 * @returns takes it back, once it has been done
 */
export function atExit(cleanUp: () => void): () => void {
  process.once('exit', cleanUp);
  return () => process.off('exit', cleanUp);
}

/** A scratch folder; `remove` takes it away, and the end of the process does if nobody else has. */
export interface Scratch {
  readonly folder: string;
  readonly remove: () => void;
}

/**
 * Makes a scratch folder in the system's temporary folder.
 *
 * @param name a part of its name
 * @throws UsageError where none can be made
 */
export function makeScratch(name: string): Scratch {
  let folder: string;
  try {
    folder = mkdtempSync(path.join(os.tmpdir(), `holerace-${name}-`));
  } catch (error) {
    throw new UsageError(
      `no scratch folder can be made in ${os.tmpdir()} (${messageOf(error)}): set TMPDIR to a folder that you may write to`,
    );
  }
  const removeFolder = (): void => rmSync(folder, { recursive: true, force: true });
  const forget = atExit(removeFolder);
  return {
    folder,
    remove: () => {
      removeFolder();
      forget();
    },
  };
}
