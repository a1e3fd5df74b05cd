/** A look into an archive, no further than to the first image of a kernel. */
import { pipeline } from 'node:stream/promises';
import { Parser } from 'tar';
import { interruption } from '../../interruption.js';
import { readAsTar } from './bsdtar.js';
import { isImagePath, normalise } from './gate.js';
import type { Archive } from './kind.js';

/** The path of the first image in an archive; null where it holds none, or cannot be read so far. */
export async function firstImage({ file, kind }: Archive): Promise<string | null> {
  let found: string | null = null;
  const tar = readAsTar(file, kind);
  const parser = new Parser({
    onReadEntry: (entry) => {
      const relative = normalise(entry.path);
      if (found === null && entry.type === 'File' && isImagePath(relative)) {
        found = relative;
        tar.kill();
      }
      entry.resume();
    },
  });
  await pipeline(tar.stdout, parser).catch(() => tar.kill());
  await tar.ended;
  interruption.signal?.throwIfAborted();
  return found;
}
