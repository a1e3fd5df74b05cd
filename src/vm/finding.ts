/** What a guest's end amounts to: a finding, or nothing where it ended as it should. */
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { cacheFolder, prune } from '../files/cache.js';
import { removeTree } from '../files/scratch.js';
import type { Finding } from '../result/result.js';
import { findCrash, lastWords, readTail } from './console.js';
import { emulationsDoing } from './emulation.js';
import type { Accel } from './qemu/machine.js';
import type { CutOff } from './watchdog.js';

/** Guests that did not end well, and those with stale reads, each with its console; older ones make room. */
const CONSOLES_KEPT = 20;

export interface End {
  readonly cutOff: CutOff | null;
  /** It filled its console or its share beyond the limit. */
  readonly flooded: boolean;
  /** What init's end mark said, null where it never came. */
  readonly endStatus: number | null;
  readonly accel: Accel;
  readonly garbage: string | null;
  /** Any record came. */
  readonly heard: boolean;
  readonly done: boolean;
  readonly consoleLog: string;
  /** What its console held before the race is of other races in the same boot. */
  readonly consoleFromBytes?: number;
  readonly initramfs: string;
}

/** What to try where a kernel has said nothing at all. */
const EMPTY_CONSOLE =
  'its console is empty: try --append earlyprintk=ttyS0, another --cpus, or another --accel';
/** The last of it: binutils 2.31 splits code from data by default ("x86/build/64: Force the linker to use 2MB page size"). */
const RESET = `the kernel reset the machine before its first word, ${EMPTY_CONSOLE}; kernels before 4.20 that are linked by today's binutils do this unless linked with -z noseparate-code -z max-page-size=0x200000`;

/** The finding that a guest's end amounts to, null where it ended as it should. */
export function explainEnd({
  cutOff,
  flooded,
  endStatus,
  accel,
  garbage,
  heard,
  done,
  consoleLog,
  consoleFromBytes = 0,
  initramfs,
}: End): Finding | null {
  // Cut off it was behind its end mark too, where it has said that a thread of the race is stuck.
  if (endStatus === 0 && done && garbage === null && cutOff === null) return null;
  const log = readTail(consoleLog, consoleFromBytes);
  const kept = keepConsole('crashes', consoleLog, initramfs);
  const crash = findCrash(log);
  const doing = crash === null ? null : emulationsDoing(accel, crash.line);
  if (crash !== null && doing !== null) {
    const message = `the guest's kernel reported: ${crash.line}; QEMU's emulation does this ${doing}, so it says nothing of the kernel: run it again`;
    return { kind: 'died', message, consoleLog: kept };
  }
  if (crash !== null) {
    return {
      kind: crash.kind,
      message: `the guest's kernel reported: ${crash.line}`,
      consoleLog: kept,
    };
  }
  if (flooded) {
    const message = 'the guest flooded its console, or its share';
    return { kind: 'garbage', message, consoleLog: kept };
  }
  if (garbage !== null) {
    return {
      kind: 'garbage',
      message: `the guest sent what is no record: ${garbage}`,
      consoleLog: kept,
    };
  }
  if (cutOff !== null) {
    const kind = cutOff.kind === 'no-boot' ? 'no-boot' : 'hang';
    const silent = kind === 'no-boot' && log.trim() === '' ? `; ${EMPTY_CONSOLE}` : '';
    return { kind, message: `${cutOff.message}${silent}`, consoleLog: kept };
  }
  if (!heard && endStatus === null && log.trim() === '')
    return { kind: 'died', message: RESET, consoleLog: kept };
  const status =
    endStatus === null
      ? ''
      : `; its racing process ended with status ${endStatus}${signalOf(endStatus)}`;
  const words = lastWords(log);
  const said = words === '' ? '' : `; the last words of its console: ${words}`;
  return {
    kind: 'died',
    message: `the guest ended before the race had${status}${said}`,
    consoleLog: kept,
  };
}

/** A shell says 128 + n where signal n ended a process. */
function signalOf(status: number): string {
  const name = Object.entries(os.constants.signals).find(
    ([, number]) => number === status - 128,
  )?.[0];
  return name === undefined ? '' : ` (${name})`;
}

/**
 * Keeps the console of a guest.
 *
 * @param initramfs is kept beside it, null where nobody needs it
 * @returns the console's place, null where it has none
 */
export function keepConsole(
  group: 'crashes' | 'stale',
  consoleLog: string,
  initramfs: string | null,
): string | null {
  if (!existsSync(consoleLog)) return null;
  const stamp = new Date().toISOString().replaceAll(':', '-');
  const folder = path.join(cacheFolder(), group, `${stamp}-${process.pid}`);
  const kept = path.join(folder, 'console.log');
  try {
    mkdirSync(folder, { recursive: true });
    cpSync(consoleLog, kept);
    if (initramfs !== null) cpSync(initramfs, keptInitramfs(kept));
    prune(path.dirname(folder), CONSOLES_KEPT);
    return kept;
  } catch {
    removeTree(folder);
    return null;
  }
}

/** Where the initramfs lies beside a kept console. */
export function keptInitramfs(keptConsole: string): string {
  return path.join(path.dirname(keptConsole), 'initramfs.cpio');
}
