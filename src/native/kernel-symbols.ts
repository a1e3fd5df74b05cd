/** The functions of the running kernel by their names: proc(5), /proc/kallsyms. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

const KALLSYMS = '/proc/kallsyms';
/** A function, and no variable; of what the compiler has cut in parts, none. */
const FUNCTION = /^\S+ [tT] (\w+)(?:\t|$)/;

/** The names of all functions that fit, each once; none where the kernel does not tell. */
export function functionsLike(fits: (name: string) => boolean): string[] {
  try {
    return functionsIn(readFileSync(KALLSYMS, 'latin1'), fits);
  } catch {
    return [];
  }
}

/** The same without this thread waiting for the kernel, which takes its time: an emulated one a second and more. */
export async function functionsToldLike(fits: (name: string) => boolean): Promise<string[]> {
  try {
    return functionsIn(await readFile(KALLSYMS, 'latin1'), fits);
  } catch {
    return [];
  }
}

function functionsIn(text: string, fits: (name: string) => boolean): string[] {
  const names = text.split('\n').flatMap((line) => {
    const name = FUNCTION.exec(line)?.[1];
    return name !== undefined && fits(name) ? [name] : [];
  });
  return [...new Set(names)];
}
