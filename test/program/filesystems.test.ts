/** The page cache of every filesystem that this machine can make in a file and mount: no false stale read. */
import { execa } from 'execa';
import t from 'tap';
import { type Result, resultSchema } from '../../src/result/result.js';
import { checkPossible } from '../fixtures/possible.js';

/** The script could not mount it: this kernel lacks it. */
const STATUS_NOT_MOUNTED = 99;
/** mkfs.xfs makes nothing below 300 MiB; the file is sparse. */
const IMAGE = 'truncate -s 400M image';

const LOOP = 'mount -o loop image target';
const MOUNTS: Readonly<Record<string, string>> = {
  ext4: `${IMAGE} && mkfs.ext4 -q -F image && ${LOOP}`,
  ext2: `${IMAGE} && mkfs.ext2 -q -F image && ${LOOP}`,
  xfs: `${IMAGE} && mkfs.xfs -q image && ${LOOP}`,
  btrfs: `${IMAGE} && mkfs.btrfs -q image && ${LOOP}`,
  tmpfs: 'mount -t tmpfs t target',
  overlay:
    'mount -t tmpfs t layers && (cd layers && mkdir lower upper work) && mount -t overlay o -o lowerdir=layers/lower,upperdir=layers/upper,workdir=layers/work target',
};

const env = {
  HOLERACE: `${process.execPath} ${new URL('../../src/cli/bin.js', import.meta.url).pathname}`,
  PATH: `${process.env.PATH}:/usr/sbin:/sbin`,
};
const isRoot = process.getuid?.() === 0;

t.test('filesystems', { skip: isRoot ? false : 'only root may mount' }, async (t) => {
  for (const [name, mount] of Object.entries(MOUNTS)) {
    t.test(name, async (t) => {
      const folder = t.testdir({ target: {}, layers: {} });
      const race = '$HOLERACE run target --expect page-cache --attempts 600 --format ndjson';
      const script = `{ ${mount}; } >&2 || exit ${STATUS_NOT_MOUNTED}; ${race}`;
      // In a mount namespace of its own: mounts and loop devices end with it.
      const { exitCode, stdout, stderr } = await execa(
        'unshare',
        ['--mount', '--propagation', 'private', 'sh', '-c', script],
        { cwd: folder, reject: false, env },
      );
      if (exitCode === STATUS_NOT_MOUNTED) {
        const why = stderr.trim().split('\n').at(-1);
        t.pass('mounted', { skip: `this kernel does not have it: ${why}` });
        return;
      }
      const result = resultOf(stdout);
      checkPossible(t, result, [name]);
      t.match(result, { target: { dax: false } }, stderr);
    });
  }
});

function resultOf(stdout: string): Result {
  return resultSchema.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? '').result);
}
