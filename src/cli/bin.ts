#!/usr/bin/env node
/** Loads the command line. Where that fails Node.js would exit with 1, which means stale. */

/** What keeps a whole installation from being loaded, and what to do about it: no module of ours could be asked. */
const CURES: Readonly<Record<string, string>> = {
  EMFILE: 'allow it more open files (ulimit -n 1024)',
  ENFILE: 'this machine has too many open files, close some',
  EACCES: 'its files may not be read by this user, allow that',
};

import('./main.js').catch((error: unknown) => {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? '';
  const cure = CURES[code] ?? 'run scripts/setup';
  process.stderr.write(`holerace cannot be loaded (${error}): ${cure}\n`);
  process.exit(255);
});
