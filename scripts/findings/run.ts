/**
 * Compiles the C program of a finding, and runs it in a guest of a kernel, each time on a new filesystem: what
 * it says is what it says without any of holerace's code.
 *
 * node build/scripts/findings/run.js --kernel K [--runs N] [--seconds S] [--fs xfs|ext4|btrfs|ntfs|ntfs3|exfat|tmpfs] [--mode dax|page-cache] [--mkfs-options='WORDS'] [--cpus N] [--in-turn] findings/NAME.c
 *
 * What it prints last is how the program ended, or, with exit status 125, what cut the guest short.
 */
import path from 'node:path';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { compileStatic } from '../../src/check/compile.js';
import { makeScratch } from '../../src/files/scratch.js';
import { modeOf } from '../../src/filesystems/list.js';
import { filesystemOptions, filesystemOrder } from '../../src/filesystems/order.js';
import { resolveKernel } from '../../src/kernels/resolve.js';
import { makeLog } from '../../src/log.js';
import { Exit } from '../../src/result/verdict.js';
import { programInVm } from '../../src/vm/program-in-vm.js';
import { MEMORY_MIB, PMEM_MIB } from '../../src/vm/qemu/pmem.js';

/** mkfs.xfs's default since xfsprogs 5.1; what else is new in it old kernels do not mount. */
const WITH_REFLINK = ['-m', 'reflink=1,rmapbt=0,bigtime=0'];

const args = yargs(hideBin(process.argv))
  .option('kernel', { type: 'string', demandOption: true })
  .option('runs', { type: 'number', default: 3 })
  .option('seconds', { type: 'number', default: 10 })
  .option('cpus', { type: 'number', default: 2 })
  .option('fs', {
    type: 'string',
    choices: ['xfs', 'ext4', 'btrfs', 'ntfs', 'ntfs3', 'exfat', 'tmpfs'] as const,
    default: 'xfs' as const,
  })
  .option('mode', { type: 'string', choices: ['dax', 'page-cache'] as const })
  .option('mkfs-options', { type: 'string', default: '' })
  .option('in-turn', { type: 'boolean', default: false })
  .demandCommand(1, 1, 'name one C file')
  .strict()
  .parseSync();

const { runs, seconds, cpus } = args;
const program = path.join(makeScratch('finding').folder, 'finding');
await compileStatic(String(args._[0]), program);
const asked = filesystemOptions([args.fs], [args.mkfsOptions], []);
const options = args.fs === 'xfs' ? { ...asked, mkfs: [...WITH_REFLINK, ...asked.mkfs] } : asked;
const mode = modeOf(args.fs, args.mode ?? 'any');
const { cutShort } = await programInVm({
  ...{ kernel: await resolveKernel(args.kernel), program, runs, seconds, cpus },
  ...{ pmem: 'memmap', memoryMib: MEMORY_MIB, pmemMib: PMEM_MIB, accel: 'auto' },
  ...{ append: null, qemuArgs: null, signal: new AbortController().signal },
  filesystem: await filesystemOrder(args.fs, mode, options),
  words: args.inTurn ? ['in-turn'] : [],
  log: makeLog(false, false),
  onRan: ({ status, signal, lines }) =>
    process.stdout.write(`${[...lines, `status ${signal ?? status}`].join('\n')}\n`),
});
if (cutShort !== null) {
  // The kernel's end may be the finding.
  process.stdout.write(`cut short: ${cutShort}\n`);
  process.exitCode = Exit.UNTESTED;
}
