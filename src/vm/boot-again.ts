/** How a guest was booted, for whoever wants to see again what became of it. */
import type { Logger } from 'pino';
import type { Kernel } from '../kernels/kernel.js';
import { hasFailed } from '../report/words/failure.js';
import { printable } from '../result/printable.js';
import { type Boot, type Result, TEXT_LIMIT } from '../result/result.js';
import { keepConsole, keptInitramfs } from './finding.js';
import { qemuCommand } from './qemu/command-line.js';
import type { Machine } from './qemu/machine.js';

/** What is needed to boot it by hand, of a result that should be seen again; null of any other. Keeps the console. */
export function bootOf(result: Result, machine: Machine): Boot | null {
  const { finding } = result;
  if (!hasFailed(result)) return null;
  // Of a crash the initramfs is kept too; else the same command makes another.
  const kept =
    finding === null ? keepConsole('stale', machine.consoleLog, null) : finding.consoleLog;
  const initramfs = finding === null || kept === null ? 'initramfs.cpio' : keptInitramfs(kept);
  const qemu = qemuCommand({ ...machine, initramfs, consoleLog: 'console.log' });
  return { qemu: printable(qemu).slice(0, TEXT_LIMIT), consoleLog: kept };
}

export interface RefusedBoot {
  readonly kernel: Kernel;
  readonly plan: { readonly seed: number };
  readonly again: string;
  readonly log: Logger;
}

/** Puts the same into the log where QEMU itself has failed: there is no result then, nor a console. */
export function tellRefusal({ log, kernel, plan, again }: RefusedBoot, machine: Machine): void {
  log.error(`kernel: ${kernel.release} (${kernel.source})`);
  log.error(`seed: ${plan.seed}`);
  log.error(`QEMU: ${qemuCommand(machine)}`);
  log.error(`run again: ${again}`);
}
