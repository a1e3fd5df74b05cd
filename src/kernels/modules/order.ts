/** In which order modules load. */
import path from 'node:path';
import { makeScratch } from '../../files/scratch.js';
import { runTool } from '../../tools.js';

/** What modprobe prints of a module, with a blank behind it; there may be blanks in the path too. */
const INSMOD_LINE = /^insmod (\/.*\.ko(?:\.\w+)?)\s*$/;

/**
 * The files of some modules and of all that they depend on, in the order in which they must be loaded.
 * A module that the kernel has built in, or does not have, adds none.
 */
export async function modulesInOrder(
  root: string,
  release: string,
  names: readonly string[],
): Promise<string[]> {
  // The distribution's configuration hides modules behind install lines: read dependencies without any.
  const noConfiguration = makeScratch('no-modprobe-configuration');
  const files = new Set<string>();
  try {
    for (const name of names) {
      const args = [
        '-C',
        noConfiguration.folder,
        '-d',
        root,
        '-S',
        release,
        '--show-depends',
        name,
      ];
      const { ok, stdout } = await runTool('modprobe', args);
      if (!ok) continue;
      for (const line of stdout.split('\n')) {
        const file = INSMOD_LINE.exec(line)?.[1];
        if (file !== undefined) files.add(path.resolve(file));
      }
    }
  } finally {
    noConfiguration.remove();
  }
  return [...files];
}
