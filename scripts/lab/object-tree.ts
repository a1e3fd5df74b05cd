/** The one source and the one object tree in which every lab kernel is built, a changed file after the other. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { UsageError } from '../../src/errors.js';
import { cacheFolder } from '../../src/files/cache.js';
import { OBJECTS_FOLDER } from '../../src/git/worktree.js';
import { compilerWords } from '../../src/kernels/commits/build-tools.js';
import { needTool, runTool } from '../../src/tools.js';
import { firstError } from './first-error.js';
import { configurationOf, type Edit, type LabKernel } from './kernels.js';
import { DRAFT, originalFiles, originalsFolder } from './originals.js';
import { applyPatch } from './semantic-patch.js';
import type { Source } from './source.js';

/** The first build compiles everything; a slow machine takes its time. */
const MAKE_LIMIT_MS = 60 * 60_000;
/** The same for all, so that a kernel says what it is and not where it was built. */
const IDENTITY = [
  'KBUILD_BUILD_USER=holerace',
  'KBUILD_BUILD_HOST=lab',
  'KBUILD_BUILD_TIMESTAMP=1970-01-01',
];

/**
 * Builds a kernel.
 *
 * @param image where its bzImage goes
 * @throws UsageError where a fault does not apply, an option is not to be had, or make fails
 */
export async function buildKernel(source: Source, kernel: LabKernel, image: string): Promise<void> {
  const tree = new ObjectTree(source, kernel);
  await tree.prepare();
  tree.restore();
  for (const edit of kernel.edits) await tree.apply(edit);
  await tree.configure();
  await tree.make('bzImage');
  copyFileSync(path.join(tree.objects, 'arch/x86/boot/bzImage'), image);
}

class ObjectTree {
  readonly objects: string;
  /** Files of the source as they were before the first fault. */
  private readonly originals: string;
  /** Beside the objects while make works: a build that was killed leaves some that cannot be trusted. */
  private readonly unfinished: string;
  /** Held by make, and by whatever it has started: it may outlive a builder that was killed. */
  private readonly objectsLock: string;
  private readonly log: string;

  constructor(
    private readonly source: Source,
    private readonly kernel: LabKernel,
  ) {
    this.objects = path.join(source.folder, OBJECTS_FOLDER);
    this.originals = originalsFolder(source);
    this.unfinished = `${source.folder}.unfinished`;
    this.objectsLock = `${source.folder}.objects.lock`;
    this.log = path.join(cacheFolder(), 'lab', `${kernel.id}.make.log`);
  }

  async prepare(): Promise<void> {
    if (existsSync(this.unfinished)) {
      const args = [this.objectsLock, 'rm', '-rf', this.objects];
      await needTool('removing the objects of a build that was killed', 'flock', args);
    }
    mkdirSync(this.objects, { recursive: true });
    rmSync(this.log, { force: true });
  }

  /** Puts back every file that the last fault changed; the others keep their times, and their objects. */
  restore(): void {
    if (!existsSync(this.originals)) return;
    // Not those of the list of lab kernels: the tree may have been edited by another version of it.
    for (const file of originalFiles(this.originals)) {
      const edited = path.join(this.source.folder, file);
      const content = readFileSync(path.join(this.originals, file));
      if (!content.equals(readFileSync(edited))) writeFileSync(edited, content);
    }
  }

  /** Applies one semantic patch to its file. */
  async apply({ patch, file }: Edit): Promise<void> {
    const target = path.join(this.source.folder, file);
    if (!existsSync(target)) throw this.doesNotApply(patch, `there is no ${file}`);
    this.keepOriginal(file);
    // A copy is edited, not the source: the orphan of a builder that was killed harms nobody's tree.
    const copy = path.join(this.originals, `${path.basename(file)}-${process.pid}${DRAFT}`);
    copyFileSync(target, copy);
    const why = await applyPatch(patch, copy, file);
    const after = readFileSync(copy);
    rmSync(copy);
    if (why !== null) throw this.doesNotApply(patch, why);
    writeFileSync(target, after);
  }

  /** Writes the configuration, and makes sure that no option was dropped for want of another. */
  async configure(): Promise<void> {
    const wanted = configurationOf(this.kernel);
    const fragment = path.join(this.objects, '.holerace-config');
    writeFileSync(fragment, `${wanted.join('\n')}\n`);
    await this.make('allnoconfig', `KCONFIG_ALLCONFIG=${fragment}`);
    const made = readFileSync(path.join(this.objects, '.config'), 'utf8').split('\n');
    const dropped = wanted.filter((option) => option.endsWith('=y') && !made.includes(option));
    if (dropped.length === 0) return;
    throw new UsageError(
      `the source ${this.source.version} does not take ${dropped.join(', ')}: adapt scripts/lab/kernel.config to it`,
    );
  }

  async make(...targets: string[]): Promise<void> {
    writeFileSync(this.unfinished, '');
    const { ok, killed, stdout, stderr } = await runTool(
      'setpriv',
      [
        // make ends with holerace, however that ends, and takes its compilers with it; until these have
        // ended they hold the lock, and no other make runs into them.
        ...['--pdeathsig', 'TERM', 'flock', '--no-fork', this.objectsLock],
        ...['make', '-C', this.source.folder, `O=${this.objects}`, `-j${availableParallelism()}`],
        ...compilerWords(),
        ...[`LOCALVERSION=-lab-${this.kernel.id}`, ...IDENTITY, ...targets],
      ],
      { timeout: MAKE_LIMIT_MS },
    );
    if (!killed) rmSync(this.unfinished);
    if (ok) return;
    writeFileSync(this.log, `${stdout}\n${stderr}\n`);
    throw new UsageError(
      `building the lab kernel ${this.kernel.id} failed (${firstError(stderr)}): see ${this.log}`,
    );
  }

  private keepOriginal(file: string): void {
    const original = path.join(this.originals, file);
    if (existsSync(original)) return;
    mkdirSync(path.dirname(original), { recursive: true });
    copyFileSync(path.join(this.source.folder, file), `${original}${DRAFT}`);
    renameSync(`${original}${DRAFT}`, original);
  }

  private doesNotApply(patch: string, why: string): UsageError {
    return new UsageError(
      `the fault ${patch} does not apply to the source ${this.source.version}, ${why}: adapt scripts/lab/faults/${patch}.cocci to it`,
    );
  }
}
