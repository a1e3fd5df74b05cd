/** Makes a filesystem in the guest and mounts it, as its order says. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { messageOf, UntestedError } from '../errors.js';
import { type Making, PMEM_DEVICE, type Preparation } from '../filesystems/filesystem.js';
import type { FilesystemOrder } from '../filesystems/order.js';
import { setDaxFlag } from '../native/inode-flags.js';
import { unmountAt } from '../native/unmount.js';
import type { Features } from '../result/result.js';
import { proveDax } from '../target/dax-proof.js';
import { makeTargetFile, removeTargetFile } from '../target/target-file.js';
import { BUSYBOX, type CommandOutcome, run, runCommand } from './command.js';
import type { MadeEarly } from './early-making.js';
import { kernelLog, kernelWords } from './kernel-words.js';
import { GuestPath } from './order.js';

/** mkfs has refused whatever it was asked for: no fault of the kernel's. */
export class MkfsRefusal extends Error {
  override name = 'MkfsRefusal';
}

/** Lines of what mkfs says, at the most. */
const MKFS_LINES = 3;
/** A text of a result holds twice as much. */
const REFUSED_LIMIT = 2048;
/** Long enough to be mapped for the proof of DAX. */
const PROOF_BYTES = 1 << 20;

/**
 * Makes and mounts it, with the newest features that the kernel mounts.
 *
 * @param early what init has made of its first making, null where it has made nothing
 * @returns how it was made, null where there was nothing to make
 * @throws UntestedError where the kernel refuses it, with what the kernel said
 * @throws MkfsRefusal where mkfs does
 */
export function mountFresh(
  order: FilesystemOrder,
  early: MadeEarly | null = null,
): Features | null {
  for (const preparation of order.prepare) prepare(preparation);
  const { makings } = order;
  if (makings.length === 0) {
    const why = mount(order);
    if (why !== null) throw new UntestedError(`${order.choice} ${why}`);
    return null;
  }
  /** Why those before were not taken. */
  const refused: string[] = [];
  let byKernel: string | null = null;
  let byMkfs = '';
  for (const [index, making] of makings.entries()) {
    const byInit = index === 0 ? early : null;
    const made = byInit?.made ?? make(making);
    if (made.failed !== null) {
      byMkfs = mkfsWords(making, made.failed);
      refused.push(`${making.level}: ${byMkfs}`);
      continue;
    }
    // Before it is mounted: a mount adds what is no feature of the kind, such as needs_recovery.
    const list = featuresOf(order, made.stdout, byInit?.features ?? null);
    byKernel = mount(order) ?? lacksDax(order, index === makings.length - 1);
    if (byKernel === null)
      return { level: making.level, mkfs: making.mkfs.join(' '), list, ...told(refused) };
    refused.push(`${making.level}: ${byKernel}`);
  }
  if (byKernel !== null) throw new UntestedError(`${order.choice} ${byKernel}`);
  throw new MkfsRefusal(`${order.choice} cannot be made: ${byMkfs}`);
}

function prepare(preparation: Preparation): void {
  if ('folder' in preparation) {
    mkdirSync(preparation.folder, { recursive: true });
    return;
  }
  const { needs } = preparation;
  if ('busybox' in preparation) {
    const failed = run(BUSYBOX, preparation.busybox);
    if (failed !== null) throw new UntestedError(`${needs}: ${failed}`);
    return;
  }
  try {
    writeFileSync(preparation.to, `${preparation.write}\n`);
  } catch (error) {
    throw new UntestedError(`${needs}: ${messageOf(error)}`);
  }
}

function make({ mkfs }: Making): CommandOutcome {
  const [command = '', ...args] = mkfs;
  return runCommand(command, [...args, PMEM_DEVICE]);
}

/** What mkfs says, without the list of its options. */
function mkfsWords({ mkfs }: Making, said: string): string {
  const lines = said.split('\n').map((line) => line.trim());
  const usage = lines.findIndex((line) => /^usage:/i.test(line));
  const told = (usage === -1 ? lines : lines.slice(0, usage)).filter((line) => line !== '');
  return `${mkfs[0]} says: ${told.slice(0, MKFS_LINES).join('; ')}`;
}

/** Mounts it, and has new files be DAX where that goes by a flag. Returns why not, null where it is done. */
function mount(order: FilesystemOrder): string | null {
  const { type, source, options } = order.mount;
  const before = kernelLog().length;
  const how = options === '' ? [] : ['-o', options];
  const failed = run(BUSYBOX, ['mount', '-t', type, ...how, source, GuestPath.MOUNT]);
  if (failed === null) return order.daxFlag ? flagDirectory() : null;
  const withOptions = options === '' ? '' : ` with -o ${options}`;
  const why = failed.replace(/^mount: mounting \S+ on \S+ failed: /, '');
  return `could not be mounted${withOptions}: ${why}${kernelWords(before)}`;
}

function flagDirectory(): string | null {
  try {
    setDaxFlag(GuestPath.MOUNT);
    return null;
  } catch (error) {
    unmount();
    return `takes no DAX flag on a directory: ${messageOf(error)}`;
  }
}

/** Why older features should be tried though it is mounted: a kernel may do so and go on without DAX. */
function lacksDax({ dax }: FilesystemOrder, isLast: boolean): string | null {
  // The race proves it of its own file, and says what is to be done about it.
  if (!dax || isLast) return null;
  const file = makeTargetFile(GuestPath.MOUNT, PROOF_BYTES);
  const proof = proveDax(file);
  removeTargetFile(file);
  if (proof.dax) return null;
  unmount();
  return 'was mounted without DAX';
}

/** What the filesystem has that mkfs has just made. */
function featuresOf(
  { inspect, features }: FilesystemOrder,
  saidByMkfs: string,
  inspected: string | null,
): string[] {
  const [command, ...args] = inspect;
  const text =
    command === undefined
      ? saidByMkfs
      : (inspected ?? runCommand(command, [...args, PMEM_DEVICE]).stdout);
  const found = [...text.matchAll(new RegExp(features, 'gm'))].flatMap((match) => match.slice(1));
  const list = found.flatMap((words) => words.split(/[\s,]+/)).filter((word) => word !== '');
  return [...new Set(list)];
}

function told(refused: readonly string[]): Pick<Features, 'refused'> {
  return { refused: refused.length === 0 ? null : refused.join('; ').slice(0, REFUSED_LIMIT) };
}

/**
 * Unmounts it again, so that the next filesystem finds the device free.
 *
 * @throws UntestedError where something keeps it busy
 */
export function unmount(): void {
  try {
    unmountAt(GuestPath.MOUNT);
  } catch (error) {
    throw new UntestedError(`the filesystem could not be unmounted: ${messageOf(error)}`);
  }
}
