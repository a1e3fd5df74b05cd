import { execFileSync, spawnSync } from 'node:child_process';
import t from 'tap';
import { copyRuntime, externalBuiltins } from '../../src/vm/runtime-image.js';

/** With an empty environment: tap would have every Node.js load modules of its own. */
const clean = ['-i', 'unshare', ...(process.getuid?.() === 0 ? [] : ['--map-root-user'])];
const mayNot = spawnSync('env', [...clean, 'true']).status === 0 ? false : 'only root may chroot';

t.test('what travels into the guest starts there by itself', { skip: mayNot }, async (t) => {
  const root = t.testdir();
  await copyRuntime(['mkfs.ext4'], root);
  const inside = [...clean, `--root=${root}`, '--wd=/'];
  const run = (...command: string[]) =>
    execFileSync('env', [...inside, ...command], { encoding: 'utf8' });
  const script = `
    const require = process.getBuiltinModule('module').createRequire('/holerace/package.json');
    const { PAGESIZE } = require('/holerace/node_modules/mmap-io/build/Release/mmap_io.node');
    const pid = require('@koromix/koffi-linux-x64/linux_x64/koffi.node').load(null).func('int getpid()')();
    console.log(JSON.stringify({ version: process.version, PAGESIZE, koffi: pid === process.pid }));`;
  t.same(JSON.parse(run('/bin/node', '-e', script)), {
    version: process.version,
    PAGESIZE: 4096,
    koffi: true,
  });
  t.match(run('/bin/busybox', 'sh', '-c', '/bin/mkfs.ext4 -V 2>&1'), /^mke2fs /);
});

t.test('the modules that a distribution keeps outside of Node.js', async (t) => {
  // process.config.target_defaults.defines of Ubuntu's nodejs 22.22.1, less some.
  const ubuntu = [
    'NODE_OPENSSL_CONF_NAME=nodejs_conf',
    'NODE_OPENSSL_CERT_STORE',
    'NODE_SHARED_BUILTIN_CJS_MODULE_LEXER_DIST_LEXER_PATH=/usr/share/nodejs/cjs-module-lexer/dist/lexer.js',
    'NODE_SHARED_BUILTIN_UNDICI_UNDICI_PATH=/usr/share/nodejs/undici/undici-fetch.js',
  ];
  t.same(externalBuiltins(ubuntu), [
    '/usr/share/nodejs/cjs-module-lexer/dist/lexer.js',
    '/usr/share/nodejs/undici/undici-fetch.js',
  ]);
  t.same(externalBuiltins(['NODE_SHARED_BUILTIN_ACORN_PATH="/usr/share/acorn.js"']), [
    '/usr/share/acorn.js',
  ]);
  t.same(externalBuiltins(['NODE_SHARED_BUILTIN_ACORN_PATH=relative.js', 7, null]), []);
});
