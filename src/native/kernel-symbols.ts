/** The functions of the running kernel by their names: proc(5), /proc/kallsyms. */
import { readFileSync } from 'node:fs';

const KALLSYMS = '/proc/kallsyms';
/** A function, and no variable; of what the compiler has cut in parts, none. */
const FUNCTION = /^\S+ [tT] (\w+)(?:\t|$)/;

/** The names of all functions that fit, each once; none where the kernel does not tell. */
export function functionsLike(fits: (name: string) => boolean): string[] {
  let text: string;
  try {
    text = readFileSync(KALLSYMS, 'latin1');
  } catch {
    return [];
  }
  const names = text.split('\n').flatMap((line) => {
    const name = FUNCTION.exec(line)?.[1];
    return name !== undefined && fits(name) ? [name] : [];
  });
  return [...new Set(names)];
}
