/** The functions of the running kernel by their names: proc(5), /proc/kallsyms. */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';

const KALLSYMS = '/proc/kallsyms';
/** A function, and no variable; of what the compiler has cut in parts, none; and none too long for a point's name. */
const FUNCTION = /^\S+ [tT] (\w{1,127})(?:\t|$)/;
/** A read of such a file gives a page at the most (seq_read_iter() in fs/seq_file.c). */
const CHUNK_BYTES = 4096;
/** Many times what any kernel tells. */
const CHUNKS_LIMIT = 65_536;
/** Some tens of milliseconds of an emulated kernel. */
const CHUNKS_AT_ONCE = 16;

/** The names of all functions that fit, each once; none where the kernel does not tell. */
export function functionsLike(fits: (name: string) => boolean): string[] {
  try {
    return functionsIn(readFileSync(KALLSYMS, 'latin1'), fits);
  } catch {
    return [];
  }
}

/**
 * The same bit by bit, for an emulated kernel takes a second and more: this thread does its other work in between. Not by
 * reads that are waited for: there are hundreds, and each would wait for the cpus that the race has.
 */
export async function functionsToldLike(
  fits: (name: string) => boolean,
  chunkBytes = CHUNK_BYTES,
): Promise<string[]> {
  const names = new Set<string>();
  try {
    let chunks = 0;
    for (const lines of wholeLines(chunkBytes)) {
      for (const name of functionsIn(lines, fits)) names.add(name);
      if (++chunks % CHUNKS_AT_ONCE === 0) await setImmediate();
    }
  } catch {
    return [];
  }
  return [...names];
}

/** What the kernel tells, a few lines at a time. */
function* wholeLines(chunkBytes: number): Generator<string> {
  const fd = openSync(KALLSYMS, 'r');
  try {
    const chunk = Buffer.alloc(chunkBytes);
    let rest = '';
    for (let chunks = 0; chunks < CHUNKS_LIMIT; chunks++) {
      const bytes = readSync(fd, chunk);
      if (bytes === 0) break;
      const text = rest + chunk.toString('latin1', 0, bytes);
      const end = text.lastIndexOf('\n') + 1;
      rest = text.slice(end);
      yield text.slice(0, end);
    }
  } finally {
    closeSync(fd);
  }
}

/** Those in a text as that of /proc/kallsyms. */
export function functionsIn(text: string, fits: (name: string) => boolean): string[] {
  const names = text.split('\n').flatMap((line) => {
    const name = FUNCTION.exec(line)?.[1];
    return name !== undefined && fits(name) ? [name] : [];
  });
  return [...new Set(names)];
}
