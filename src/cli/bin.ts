#!/usr/bin/env node
/** Loads the command line. Where that fails Node.js would exit with 1, which means stale. */
import('./main.js').catch((error: unknown) => {
  process.stderr.write(`holerace cannot be loaded (${error}): run scripts/setup\n`);
  process.exit(255);
});
