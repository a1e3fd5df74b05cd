/** QEMU as a child process that never outlives holerace. */
import { accessSync, constants, statSync } from 'node:fs';
import { execa } from 'execa';
import { UsageError } from '../../errors.js';
import { freeMemoryMib } from '../../free-memory.js';
import { lastLine, missingTool, TOOL_PATH } from '../../tools.js';
import { QEMU, qemuArguments } from './command-line.js';
import type { Machine } from './machine.js';
import { overflows } from './share.js';

/** A guest that fills the disk with its console is ended. */
const CONSOLE_LIMIT_BYTES = 64 * 1024 ** 2;
const CONSOLE_LOOK_EVERY_MS = 1000;
/** Asked to end, QEMU has so long before it is killed. */
const KILL_AFTER_MS = 3000;

export interface QemuOutcome {
  /** Whether QEMU itself could not run: no guest was ever started. */
  readonly failed: boolean;
  /** The guest filled its console or its share beyond the limit, and was ended for it. */
  readonly flooded: boolean;
  /** The last line that QEMU said on standard error. */
  readonly said: string;
}

/** What a QEMU that could not run says of it. */
export function couldNotStart({ said }: QemuOutcome): UsageError {
  return new UsageError(`QEMU could not start the guest: ${said || 'it said nothing'}`);
}

/** A running guest. */
export interface Guest {
  /** Settles when QEMU has ended, and never rejects but for a missing QEMU. */
  readonly ended: Promise<QemuOutcome>;
  /** Writes to the result channel's other way; what a guest that has gone no longer takes is lost. */
  say(text: string): void;
  /** Ends it. */
  kill(): void;
}

/**
 * Starts a guest.
 *
 * setpriv sets PR_SET_PDEATHSIG: the kernel ends QEMU if holerace is killed without a chance to do so.
 *
 * @param onOutput takes what the guest says on the result channel
 */
export function startGuest(machine: Machine, onOutput: (chunk: string) => void): Guest {
  const args = ['--pdeathsig', 'KILL', '--', QEMU, ...qemuArguments(machine)];
  const qemu = execa('setpriv', args, {
    stdin: 'pipe',
    buffer: { stdout: false, stderr: true },
    maxBuffer: { stderr: 64 * 1024 },
    reject: false,
    cleanup: true,
    forceKillAfterDelay: KILL_AFTER_MS,
    env: { PATH: TOOL_PATH, LC_ALL: 'C.UTF-8' },
  });
  // It may have gone (EPIPE): how it ended is told elsewhere.
  qemu.stdin.on('error', () => undefined);
  qemu.stdout.setEncoding('utf8');
  qemu.stdout.on('data', onOutput);
  let flooded = false;
  const watch = setInterval(() => {
    flooded ||= sizeOf(machine.consoleLog) > CONSOLE_LIMIT_BYTES;
    const share = machine.share ?? null;
    flooded ||= share !== null && overflows(share);
    if (flooded) qemu.kill('SIGKILL');
  }, CONSOLE_LOOK_EVERY_MS);
  const ended = qemu.then((result) => {
    clearInterval(watch);
    if (result.code === 'ENOENT') throw missingTool('setpriv');
    // setpriv says 127 where it finds no such program.
    if (result.exitCode === 127) throw missingTool(QEMU);
    return {
      failed: result.exitCode !== 0 && !result.isTerminated,
      flooded,
      said: lastLine(result.stderr),
    };
  });
  ended.catch(() => undefined);
  const say = (text: string): void => void qemu.stdin.write(text);
  return { ended, say, kill: () => void qemu.kill('SIGKILL') };
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** Whether /dev/kvm can be opened: necessary for KVM, and not enough. */
export function kvmOpens(): boolean {
  try {
    accessSync('/dev/kvm', constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Refuses a guest larger than the memory that is free on the host.
 *
 * @throws UsageError where it would be
 */
export function checkHostMemory(neededMib: number): void {
  const availableMib = freeMemoryMib();
  if (availableMib < neededMib) {
    throw new UsageError(
      `the guest needs ${neededMib} MiB and ${Math.floor(availableMib)} MiB are available: give less with --memory or --pmem-size`,
    );
  }
}
