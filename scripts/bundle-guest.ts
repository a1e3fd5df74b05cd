/**
 * Bundles what runs inside the guest, one file for each process and one for its threads: an emulated guest needs some twenty
 * milliseconds for every module file that it opens, and each of its three threads would open them all. The bundles are scripts
 * and no modules: those are loaded later, and by more code. Each has a loader, which goes by its name.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const OUT = 'build/guest';
/** Where they lie in the guest. */
const GUEST_FOLDER = 'file:///holerace/build/guest';

const ENTRIES = {
  'guest.process': 'src/guest/guest.process.ts',
  'program.process': 'src/guest/program.process.ts',
  'race.worker': 'src/race/threads/race.worker.ts',
};

const common = {
  ...({ absWorkingDir: PROJECT, bundle: true, platform: 'node', target: 'node20' } as const),
  ...({ format: 'cjs', logLevel: 'warning', outdir: OUT } as const),
};

/** koffi's own entry point looks for its binary in many places, by many modules: the guest's is known. */
const koffi: Plugin = {
  name: 'koffi',
  setup(building) {
    building.onResolve({ filter: /^koffi$/ }, () => ({ path: 'koffi', namespace: 'koffi' }));
    building.onLoad({ filter: /.*/, namespace: 'koffi' }, () => ({
      contents: 'module.exports = require("@koromix/koffi-linux-x64/linux_x64/koffi.node");',
    }));
    building.onResolve({ filter: /\.node$/ }, ({ path }) => ({ path, external: true }));
  },
};

await build({
  ...common,
  entryPoints: Object.entries(ENTRIES).map(([name, file]) => ({ in: file, out: `${name}.bundle` })),
  packages: 'external',
  plugins: [koffi],
  define: { 'import.meta.url': JSON.stringify(`${GUEST_FOLDER}/bundle.js`) },
  // The loader gives each its require.
  banner: { js: '(function (require) {' },
  footer: { js: '})' },
  // Names stay, for the traces of errors.
  minifyWhitespace: true,
  minifySyntax: true,
});
await build({
  ...common,
  entryPoints: Object.keys(ENTRIES).map((name) => ({ in: 'src/guest/loader.ts', out: name })),
});
// The project's own says that they are modules.
writeFileSync(path.join(PROJECT, OUT, 'package.json'), '{ "type": "commonjs" }\n');
