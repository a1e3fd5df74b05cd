/** `holerace doctor [DIR]`: what can be tested here, what cannot, and what to do about it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { messageOf } from '../../errors.js';
import { cacheFolder } from '../../files/cache.js';
import { filesystems, vmFilesystems } from '../../filesystems/list.js';
import { stockKernel } from '../../kernels/debian/debian.js';
import { mappingHere, PAGE_SIZE_BYTES } from '../../native/mmap.js';
import type { Target } from '../../result/result.js';
import { describeTarget } from '../../target/target.js';
import { checkDirectory, makeTargetFile, removeTargetFile } from '../../target/target-file.js';
import { runTool } from '../../tools.js';
import { rememberedKvm } from '../../vm/accel.js';
import { QEMU } from '../../vm/qemu/command-line.js';
import { kvmOpens } from '../../vm/qemu/qemu.js';
import { kernelLogLine } from '../output/kernel-log.js';
import { writeOut } from '../output/stdout.js';

const PROBE_FILE_BYTES = 1 << 20;
const THP = '/sys/kernel/mm/transparent_hugepage';

/**
 * Prints one line for each thing that matters. Returns the exit code.
 *
 * @throws UsageError where the directory does not exist, or is none
 */
export async function run({ dir }: { readonly dir: string }): Promise<number> {
  const target = look(dir);
  const qemu = await qemuVersion();
  const lines: [string, string][] = [
    ['dax', daxLine(dir, target)],
    ['pages', `${PAGE_SIZE_BYTES} bytes; ${hugeLine()}`],
    ['cores', coresLine()],
    ['mapping', mappingLine()],
    ['log', kernelLogLine()],
    ['mounting', await mountingLine()],
    ['kvm', kvmLine()],
    [
      'qemu',
      qemu ?? `${QEMU} is not installed: install qemu-system-x86, or run scripts/quickstart`,
    ],
    ['guests', guestsLine()],
    ['kernels', kernelsLine()],
    ['next', await nextLine(dir, target, qemu !== null)],
  ];
  for (const [name, line] of lines) writeOut(`${name.padEnd(9)} ${line}\n`);
  return 0;
}

/** What the directory is, or why it cannot be tested. */
function look(dir: string): Target | string {
  checkDirectory(dir);
  try {
    const file = makeTargetFile(dir, PROBE_FILE_BYTES);
    try {
      return describeTarget(file, null);
    } finally {
      removeTargetFile(file);
    }
  } catch (error) {
    return messageOf(error);
  }
}

function daxLine(dir: string, target: Target | string): string {
  if (typeof target === 'string') return `not known: ${target}`;
  const { dax, daxProof, filesystem, mountOptions } = target;
  const place = `${path.resolve(dir)} is ${filesystem} (${mountOptions})`;
  if (dax) return `${place} and DAX (per ${daxProof})`;
  const why = /(?:^|,)dax(?:=always)?(?:,|$)/.test(mountOptions)
    ? 'though mounted with -o dax'
    : 'it is not mounted with -o dax';
  return `${place} and not DAX: ${why}`;
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
}

function hugeLine(): string {
  const enabled = read(`${THP}/enabled`);
  if (enabled === null) return 'no transparent huge pages in this kernel, so no huge zero page';
  const chosen = /\[(\w+)\]/.exec(enabled)?.[1] ?? enabled;
  const zero = read(`${THP}/use_zero_page`) === '1' ? 'on' : 'off';
  return `transparent huge pages ${chosen}, huge zero page ${zero}`;
}

function coresLine(): string {
  const usable = os.availableParallelism();
  const enough = usable >= 2 ? '' : ': reader and writer must share it, and meet rarely';
  return `${usable} of ${os.cpus().length} may be used${enough}`;
}

function mappingLine(): string {
  const { mapping, why } = mappingHere();
  if (why === null) return 'by mmap-io';
  return `by mmap(2) through ${mapping}, which races as well: ${why}`;
}

async function mountingLine(): Promise<string> {
  const tries: [string, string[]][] = [
    ['in a mount namespace', ['--mount', 'true']],
    ['in a user namespace', ['--user', '--map-root-user', '--mount', 'true']],
  ];
  for (const [where, args] of tries) {
    if ((await runTool('unshare', args)).ok) return `allowed ${where}: the selftest uses overlayfs`;
  }
  return 'not allowed, not in a user namespace either: the selftest plants a disagreement instead';
}

function kvmLine(): string {
  if (!existsSync('/dev/kvm')) return 'no /dev/kvm: guests are emulated, which is slower';
  if (!kvmOpens()) return '/dev/kvm cannot be opened: join its group, else guests are emulated';
  const known = rememberedKvm(null);
  if (known === null) return '/dev/kvm opens; not yet known to work, a vm run probes it';
  return known ? 'probed, works' : 'probed, guests hang in it: guests are emulated';
}

async function qemuVersion(): Promise<string | null> {
  try {
    const { ok, stdout } = await runTool(QEMU, ['--version']);
    return ok ? (stdout.split('\n')[0] ?? '') : null;
  } catch {
    return null;
  }
}

/** What --fs takes. */
function guestsLine(): string {
  const words = vmFilesystems.map((name) => {
    const named = Object.keys(filesystems[name].configurations);
    return named.length === 0
      ? name
      : `${name} (${named.map((one) => `${name}:${one}`).join(', ')})`;
  });
  return `filesystems for --fs: ${words.join(', ')}`;
}

function kernelsLine(): string {
  let kernels: string[];
  try {
    const folder = path.join(cacheFolder(), 'kernels');
    kernels = existsSync(folder) ? readdirSync(folder) : [];
  } catch (error) {
    return `the cache cannot be read: ${messageOf(error)}`;
  }
  kernels = kernels.filter((name) => !name.includes('.draft-'));
  return kernels.length === 0
    ? 'none cached'
    : `cached: ${kernels.map((name) => name.replace(/-[0-9a-f]{16}$/, '')).join(', ')}`;
}

async function nextLine(dir: string, target: Target | string, hasQemu: boolean): Promise<string> {
  if (typeof target !== 'string' && target.dax) return `holerace run ${dir}`;
  if (!hasQemu) return 'holerace selftest';
  // Without apt, or without its lists, the user has to bring a kernel.
  const kernel = await stockKernel().catch(() => '/path/to/bzImage');
  return `holerace vm --kernel ${kernel}`;
}
