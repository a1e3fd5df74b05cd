/**
 * A repository of a real kernel: Debian's source, of which lab kernels are made, in one commit, and 24 small commits on it,
 * on two branches that merge twice. One has the fault of a lab kernel, one does not compile, one panics at boot.
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import pino from 'pino';
import { bases } from '../../scripts/lab/bases.js';
import { underLock } from '../../scripts/lab/lock.js';
import { originalFiles, originalsFolder } from '../../scripts/lab/originals.js';
import { applyPatch } from '../../scripts/lab/semantic-patch.js';
import { sourcePackage, unpackedSource } from '../../scripts/lab/source.js';
import { cacheFolder } from '../../src/files/cache.js';
import { OBJECTS_FOLDER } from '../../src/git/worktree.js';
import { gitIn } from '../fixtures/repositories.js';
import { addLines, BROKEN, HARMLESS, type Lines, PANICS } from './changes.js';

/** What one commit does to one file; a mend takes back what the commit before it has done. */
type Change = { readonly file: string } & (
  | { readonly adds: Lines }
  | { readonly fault: string }
  | { readonly mends: true }
);

export const CULPRIT = 't7';
export const DOES_NOT_COMPILE = 'm8';
export const PANICS_AT_BOOT = 't8';

const adds = (file: string, lines = HARMLESS): Change => ({ file, adds: lines });

/** The branch that is merged, and the mainline, up to the first merge and up to the second; what is behind that. */
const TOPIC: readonly (readonly Change[])[] = [
  ['fs/open.c', 'fs/stat.c', 'mm/mempool.c'].map((file) => adds(file)),
  [
    ...['fs/pipe.c', 'mm/fadvise.c', 'fs/attr.c'].map((file) => adds(file)),
    { file: 'fs/dax.c', fault: 'fault-before-lock' },
    adds('fs/filesystems.c', PANICS),
    { file: 'fs/filesystems.c', mends: true },
    adds('mm/readahead.c'),
  ],
];
const MAIN: readonly (readonly Change[])[] = [
  ['fs/readdir.c', 'mm/oom_kill.c', 'fs/fcntl.c', 'fs/libfs.c'].map((file) => adds(file)),
  [
    ...['fs/select.c', 'mm/vmstat.c', 'fs/sync.c'].map((file) => adds(file)),
    adds('fs/char_dev.c', BROKEN),
    { file: 'fs/char_dev.c', mends: true },
  ],
  ['mm/util.c', 'fs/d_path.c', 'fs/splice.c'].map((file) => adds(file)),
];

/** Folders of drivers whose code no kernel of the lab has: what configures them is needed, and nothing else. */
const NOT_BUILT = [
  ...['scsi', 'staging', 'usb', 'misc', 'pinctrl', 'infiniband', 'iio', 'crypto', 'mtd', 'hwmon'],
  ...['s390', 'md', 'dma', 'spi', 'soc', 'regulator', 'phy', 'mmc', 'mfd', 'hid', 'comedi'],
];

/** Each blob goes into one pack as it is: a file for each takes longer, and so does looking for what they share. */
const IMPORT = ['-c', 'core.bigFileThreshold=1', '-c', 'core.compression=0'];

export class KernelRepository {
  readonly #hashes = new Map<string, string>();
  #mainline = 0;
  #topic = 0;

  constructor(readonly folder: string) {}

  git(...args: string[]): Promise<string> {
    return gitIn(this.folder, ...args);
  }

  /** The commits, by their names: `v1`, those of the mainline `m1` and on, of the branch `t1` and on, `merge-1`, `merge-2`. */
  hashOf(name: string): string {
    const hash = this.#hashes.get(name);
    if (hash === undefined) throw new RangeError(`there is no commit ${name}`);
    return hash;
  }

  /** The commits whose tree is that of one, itself included. */
  async withTreeOf(hash: string): Promise<string[]> {
    const all = [...this.#hashes.values()];
    const words = ['rev-parse', ...[hash, ...all].map((one) => `${one}^{tree}`)];
    const [tree, ...trees] = (await this.git(...words)).trim().split('\n');
    return all.filter((_, index) => trees[index] === tree);
  }

  nameOf(hash: string): string {
    return [...this.#hashes].find(([, one]) => one === hash)?.[0] ?? hash;
  }

  /** Makes all of it. */
  async make(): Promise<void> {
    await copySource(this.folder);
    await this.git('init', '--quiet', '--initial-branch=main');
    await this.git('config', 'gc.auto', '0');
    await this.git(...IMPORT, 'add', '--all', '--force');
    await this.#commit('v1', "Debian's source");
    await this.git('tag', 'v1');
    await this.git('branch', 'topic');
    for (const [part, changes] of MAIN.entries()) {
      for (const change of changes) await this.#change(`m${++this.#mainline}`, change);
      const merged = TOPIC[part];
      if (merged === undefined) continue;
      await this.git('checkout', '--quiet', 'topic');
      for (const change of merged) await this.#change(`t${++this.#topic}`, change);
      await this.git('checkout', '--quiet', 'main');
      await this.git('merge', '--quiet', '--no-ff', '-m', `merge ${part + 1} of topic`, 'topic');
      await this.#note(`merge-${part + 1}`);
    }
    await this.git('tag', 'v2');
  }

  async #change(name: string, change: Change): Promise<void> {
    const file = path.join(this.folder, change.file);
    if ('adds' in change) addLines(file, change.adds(name));
    if ('mends' in change) await this.git('checkout', '--quiet', 'HEAD~1', '--', change.file);
    if ('fault' in change) {
      const why = await applyPatch(change.fault, file, change.file);
      if (why !== null) throw new Error(`${change.fault} does not apply: ${why}`);
    }
    // By force: Debian's own .gitignore ignores all of it.
    await this.git('add', '--force', change.file);
    await this.#commit(name, `${change.file}: ${name}`);
  }

  async #commit(name: string, subject: string): Promise<void> {
    await this.git('commit', '--quiet', '-m', subject);
    await this.#note(name);
  }

  async #note(name: string): Promise<void> {
    this.#hashes.set(name, (await this.git('rev-parse', 'HEAD')).trim());
  }
}

/** Copies the part of the lab's source that an x86 kernel needs, as it was before any fault. */
async function copySource(folder: string): Promise<void> {
  const log = pino({ level: 'silent' });
  const source = await unpackedSource(await sourcePackage(bases['6.1'].source), log);
  const others = readdirSync(path.join(source.folder, 'arch'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'x86')
    .map(({ name }) => `./arch/${name}`);
  const notBuilt = [...others, ...NOT_BUILT.map((name) => `./drivers/${name}`)];
  // What is configured reads the Kconfig of all of them.
  const left = notBuilt.map((place) => `${place}/*.[chS]`);
  mkdirSync(folder, { recursive: true });
  // No builder of lab kernels changes the source meanwhile.
  await underLock(path.join(cacheFolder(), 'lab/lock'), log, async () => {
    const unwanted = [`./${OBJECTS_FOLDER}`, ...left].map((pattern) => `--exclude=${pattern}`);
    const read = ['-C', source.folder, ...unwanted, '-cf', '-', '.'];
    await execa('tar', read, { buffer: false }).pipe('tar', ['-C', folder, '-xf', '-']);
    const originals = originalsFolder(source);
    if (!existsSync(originals)) return;
    for (const file of originalFiles(originals))
      copyFileSync(path.join(originals, file), path.join(folder, file));
  });
}
