/** The archive for a machine that has nothing: it works in the oldest Debian whose C library is new enough. */
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import t from 'tap';
import { packageFile } from '../../scripts/package-file.js';
import { cached } from '../../src/files/cache.js';
import { resultSchema } from '../../src/result/result.js';
import { VERSION } from '../../src/version.js';

/** Debian 11: glibc 2.31. Bullseye comes over plain HTTP, signed. */
const SUITE = 'bullseye';
const MIRROR = process.env.DEBIAN_MIRROR ?? 'http://deb.debian.org/debian';
const LIMIT_MS = 380_000;
const NAME = `holerace-${VERSION}-linux-x64`;

const isRoot = process.getuid?.() === 0;
const whyNot = isRoot ? false : 'only root may make a root file system and enter it';

t.test(
  'it races where there is neither Node.js nor a network',
  {
    skip: whyNot,
    timeout: LIMIT_MS,
  },
  async (t) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'holerace-bundle-'));
    t.teardown(() => rmSync(folder, { recursive: true, force: true }));
    const bare = { extendEnv: false, env: { PATH: process.env.PATH, HOME: process.env.HOME } };
    // As a user's shell: with what leads to the network, and without what npm has set for this run of its own.
    const shell = Object.entries(process.env).filter(
      ([name]) => !/^npm_|^NODE_OPTIONS$/.test(name),
    );
    // Packed fast: how small it is does not matter here.
    const env = { ...Object.fromEntries(shell), XZ_OPT: '-1' };
    const bundle = await execa(packageFile('scripts/bundle'), [folder], { extendEnv: false, env });
    t.equal(bundle.stdout, path.join(folder, `${NAME}.tar.xz`));
    await execa('tar', ['--extract', '--directory', folder, '--file', bundle.stdout]);
    const unpacked = path.join(folder, NAME);

    const root = await cached(`bundle/${SUITE}`, async (draft) => {
      await execa('debootstrap', ['--variant=minbase', SUITE, draft, MIRROR]);
    });
    // Mounts and network of its own, which are gone with it; the root stays as debootstrap has made it.
    const script = `
    mount --bind "$UNPACKED" "$ROOT/opt" && mount --rbind /dev "$ROOT/dev" && mount -t tmpfs none "$ROOT/mnt" &&
    cd / && exec chroot "$ROOT" env -i PATH=/usr/bin:/bin HOME=/mnt "$@"`;
    const inside = (...command: string[]) => {
      const isolation = ['--mount', '--net', '--pid', '--fork', `--mount-proc=${root}/proc`];
      return execa('unshare', [...isolation, 'sh', '-c', script, 'sh', ...command], {
        reject: false,
        extendEnv: false,
        env: { ...bare.env, ROOT: root, UNPACKED: unpacked },
      });
    };
    t.not((await inside('sh', '-c', 'command -v node')).exitCode, 0, 'it has no Node.js');
    t.match((await inside('ldd', '--version')).stdout, 'GLIBC 2.31');

    const race = ['--expect', 'page-cache', '--scenario', 'stale-zero-page', '--format', 'ndjson'];
    const ran = await inside('/opt/holerace', 'run', '/mnt', ...race);
    t.equal(ran.exitCode, 0, ran.stdout + ran.stderr);
    t.match(resultSchema.parse(JSON.parse(ran.stdout.trim().split('\n').at(-1) ?? '').result), {
      verdict: 'clean',
      target: { filesystem: 'tmpfs', mapping: 'mmap-io' },
    });
    const control = await inside('/opt/holerace', 'selftest');
    t.equal(control.exitCode, 0, control.stdout + control.stderr);
    const doctor = await inside('/opt/holerace', 'doctor', '/mnt');
    t.match(doctor.stdout, /^qemu +qemu-system-x86_64 is not installed/m);
  },
);

t.test('a Node.js that does not start is no stale read', async (t) => {
  const folder = t.testdir({ node: { bin: {} } });
  const script = await execa('sed', [
    '-n',
    '/^#!.bin.sh$/,/^LAUNCHER$/{/^LAUNCHER$/!p}',
    packageFile('scripts/bundle'),
  ]);
  const launcher = path.join(folder, 'holerace');
  writeFileSync(launcher, script.stdout, { mode: 0o755 });
  const start = () => execa(launcher, ['scenarios'], { reject: false });
  const none = await start();
  t.equal(none.exitCode, 255);
  t.match(none.stderr, /its Node\.js does not start on this machine, it takes x86-64, glibc /);
  // Of another machine: the loader says so and ends with 1.
  copyFileSync('/bin/false', path.join(folder, 'node/bin/node'));
  t.equal((await start()).exitCode, 255);
});
