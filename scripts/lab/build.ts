/**
 * Builds lab kernels, unless the cache holds them, and prints the source and the image of each.
 *
 * node build/scripts/lab/build.js [--source PACKAGE] [ID...]
 */
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { InterruptedError, UsageError } from '../../src/errors.js';
import { interruption } from '../../src/interruption.js';
import { makeLog } from '../../src/log.js';
import { Exit } from '../../src/result/verdict.js';
import { systemCodeOf, systemMessageOf } from '../../src/system-errors.js';
import { LAB_KERNELS, labKernelOf } from './kernels.js';
import { builtKernels } from './lab.js';

const log = makeLog(false);
const abort = new AbortController();
interruption.signal = abort.signal;
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => abort.abort(new InterruptedError(name)));
}

async function main(): Promise<void> {
  const args = yargs(hideBin(process.argv))
    .option('source', {
      describe:
        "Debian's package of the kernel's source, instead of those that the kernels are made of",
      type: 'string',
      requiresArg: true,
    })
    .usage('$0 [ID...]\n\nBuilds lab kernels into the cache, all of them unless some are named.')
    .strictOptions()
    .parseSync();
  const ids = args._.map(String);
  const kernels = ids.length === 0 ? LAB_KERNELS : ids.map(labKernelOf);
  for (const { id, version, image } of await builtKernels(kernels, log, args.source)) {
    process.stdout.write(`lab:${id}=${version}\t${image}\n`);
  }
}

try {
  await main();
} catch (error) {
  const reason: unknown = abort.signal.reason;
  if (reason instanceof InterruptedError) {
    log.error(reason.message);
    process.exit(Exit[reason.signalName]);
  }
  const isKnown = error instanceof UsageError || systemCodeOf(error) !== null;
  log.error(isKnown ? systemMessageOf(error) : (error as Error).stack);
  process.exit(Exit.FAULT);
}
