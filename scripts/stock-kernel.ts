/** Prints the current kernel of this machine's distribution, as `--kernel` takes it. */
import { messageOf } from '../src/errors.js';
import { stockKernel } from '../src/kernels/debian/debian.js';
import { makeLog } from '../src/log.js';
import { Exit } from '../src/result/verdict.js';

try {
  process.stdout.write(`${await stockKernel()}\n`);
} catch (error) {
  makeLog(false).error(messageOf(error));
  process.exit(Exit.FAULT);
}
