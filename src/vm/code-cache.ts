/**
 * What V8 has compiled of the guest's scripts, kept beside them in the runtime, so that the guest does not compile them again.
 * It is for the Node.js that has made it: V8 looks at its own version and flags before it takes it, and compiles where they differ.
 */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { filesBelow } from '../files/files-below.js';
import { toolInterruption } from '../tools.js';

const PROGRAM = fileURLToPath(new URL('./code-cache.process.js', import.meta.url));
const BUNDLE = '.bundle.js';
/** It takes a tenth of a second. */
const LIMIT_MS = 30_000;

/**
 * Makes a cache beside each bundle of a folder. One that cannot be made is left out: the guest can do without.
 *
 * @param node the Node.js of the guest
 */
export async function addCodeCaches(folder: string, node: string): Promise<void> {
  const bundles = filesBelow(folder).filter((file) => file.endsWith(BUNDLE));
  for (const bundle of bundles) {
    const source = path.join(folder, bundle);
    const cache = `${source.slice(0, -BUNDLE.length)}.cache`;
    const made = await execa(node, [PROGRAM, source, cache], {
      ...{ reject: false, timeout: LIMIT_MS, extendEnv: false, env: {} },
      ...toolInterruption(),
    });
    if (made.failed) rmSync(cache, { force: true });
  }
}
