/**
 * Bundles what runs inside the guest, one file for each process and one for its threads: an emulated guest needs some twenty
 * milliseconds for every module file that it opens, and each of its three threads would open them all.
 */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

await build({
  absWorkingDir: PROJECT,
  entryPoints: [
    ...['src/guest/guest.process.ts', 'src/guest/program.process.ts'],
    'src/race/threads/race.worker.ts',
  ],
  entryNames: '[name]',
  outdir: 'build/guest',
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  // Names stay, for the traces of errors.
  minifyWhitespace: true,
  logLevel: 'warning',
});
