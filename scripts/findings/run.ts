/**
 * Compiles the C program of a finding, and runs it in a guest of a kernel, each time on a new filesystem: what
 * it says is what it says without any of holerace's code.
 *
 * node build/scripts/findings/run.js --kernel K [--runs N] [--seconds S] [--fs xfs|ext4] [--in-turn] findings/NAME.c
 */
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { makeScratch } from '../../src/files/scratch.js';
import { filesystemOrder } from '../../src/filesystems/order.js';
import { needTool } from '../../src/tools.js';
import { bootGuest, MOUNT, mountLines, repeatedly, UNMOUNT_LINE } from '../bench/guest-boot.js';
import { orderOf } from '../bench/guest-runs.js';

/** Beside the racing of one run: a filesystem, and the rest of a round. */
const OVERHEAD_SECONDS = 20;
/** For the boot. */
const BOOT_SECONDS = 120;
const CFLAGS = ['-std=gnu11', '-O2', '-Wall', '-Wextra', '-static', '-pthread'];
/** mkfs.xfs's default since xfsprogs 5.1; what else is new in it old kernels do not mount. */
const WITH_REFLINK = { mkfs: ['-m', 'reflink=1,rmapbt=0,bigtime=0'], mount: [] };

const args = yargs(hideBin(process.argv))
  .option('kernel', { type: 'string', demandOption: true })
  .option('runs', { type: 'number', default: 3 })
  .option('seconds', { type: 'number', default: 10 })
  .option('cpus', { type: 'number', default: 2 })
  .option('fs', { type: 'string', choices: ['xfs', 'ext4'] as const, default: 'xfs' as const })
  .option('in-turn', { type: 'boolean', default: false })
  .demandCommand(1, 1, 'name one C file')
  .strict()
  .parseSync();

const source = String(args._[0]);
const { folder } = makeScratch('finding');
const program = `${folder}/finding`;
await needTool(`compiling ${source}`, 'gcc', [...CFLAGS, '-o', program, source]);
const filesystem = await filesystemOrder(
  args.fs,
  'dax',
  args.fs === 'xfs' ? WITH_REFLINK : undefined,
);
const mode = args.inTurn ? ' in-turn' : '';
await bootGuest({
  ...{ kernel: args.kernel, cpus: args.cpus, folder },
  order: orderOf('stagger', args.seconds, filesystem),
  programs: { finding: program },
  texts: {},
  script: repeatedly(args.runs, [
    ...mountLines(filesystem),
    `/finding ${MOUNT} ${args.seconds}${mode} >&3`,
    'echo "status $?" >&3',
    UNMOUNT_LINE,
  ]),
  limitSeconds: BOOT_SECONDS + args.runs * (args.seconds + OVERHEAD_SECONDS),
  // Records are of the guest's own, its log among them.
  hear: (line) => line.startsWith('{') || process.stdout.write(`${line}\n`),
});
