import { execa } from 'execa';
import t from 'tap';

const MODULE = new URL('../../src/native/unmount.js', import.meta.url).href;
const isRoot = process.getuid?.() === 0;

/** Says what came of it in a mount namespace of its own. */
async function unmountIn(folder: string, mounts: string): Promise<string> {
  const program = `
    import { unmountAt } from '${MODULE}';
    try { unmountAt(process.argv[1]); console.log('unmounted'); } catch (error) { console.log(error.code); }
  `;
  const script = `${mounts}; "$NODE" --input-type=module --eval "$PROGRAM" "$1"; grep -c " $1 " /proc/self/mounts`;
  const { stdout } = await execa('unshare', ['--mount', 'sh', '-c', script, 'sh', folder], {
    env: { NODE: process.execPath, PROGRAM: program },
    reject: false,
  });
  return stdout;
}

t.test('a filesystem is unmounted', { skip: isRoot ? false : 'only root may mount' }, async (t) => {
  const mounts = 'mount -t tmpfs none "$1"';
  t.equal(await unmountIn(t.testdir(), mounts), 'unmounted\n0');
});

t.test(
  'a refusal of the kernel has its code',
  { skip: isRoot ? false : 'only root' },
  async (t) => {
    t.equal(await unmountIn(t.testdir(), ':'), 'EINVAL\n0', 'nothing is mounted there');
    const busy = 'mount -t tmpfs none "$1"; exec 3>"$1/open"';
    t.equal(await unmountIn(t.testdir(), busy), 'EBUSY\n1');
  },
);
