/**
 * Loads what is bundled beside it, by the code that V8 has cached of it on the host (src/vm/code-cache.ts): to compile takes an
 * emulated guest long. Where V8 does not take that code, or there is none, it compiles.
 */
import { existsSync, readFileSync } from 'node:fs';
import { Script } from 'node:vm';

const base = __filename.slice(0, -'.js'.length);
const cache = `${base}.cache`;
const script = new Script(readFileSync(`${base}.bundle.js`, 'latin1'), {
  filename: __filename,
  ...(existsSync(cache) ? { cachedData: readFileSync(cache) } : {}),
});
(script.runInThisContext() as (load: NodeJS.Require) => void)(require);
