/** The kernel's log of the machine in front of the user, as far as the user may read it. */
import { closeSync, constants, openSync } from 'node:fs';
import type { Logger } from 'pino';
import { messageOf } from '../../errors.js';
import { KernelLogListener } from '../../kernel-log/listener.js';
import { KERNEL_LOG } from '../../kernel-log/reader.js';
import type { RecordSink } from '../../result/records.js';

/**
 * Begins to listen; where that cannot be done the race goes on without, and its result says so.
 *
 * @param sink takes the complaints
 * @returns null where nobody can listen
 */
export function listenHere(sink: RecordSink, log: Logger): KernelLogListener | null {
  const listener = KernelLogListener.begin(KERNEL_LOG, sink);
  if (typeof listener !== 'string') return listener;
  log.info(`nobody listens to the kernel's log: ${remedy(listener)}`);
  return null;
}

/** Whether the log can be read, and what to do where it cannot: a line for `doctor`. */
export function kernelLogLine(): string {
  try {
    closeSync(openSync(KERNEL_LOG, constants.O_RDONLY | constants.O_NONBLOCK));
    return `${KERNEL_LOG} can be read: what the kernel complains of will be in the result`;
  } catch (error) {
    return `${KERNEL_LOG} cannot be read, so complaints of the kernel go unheard: ${remedy(messageOf(error))}`;
  }
}

/** Reading it takes CAP_SYSLOG where dmesg_restrict is set (Documentation/admin-guide/sysctl/kernel.rst). */
function remedy(why: string): string {
  const what = /EPERM|EACCES/.test(why)
    ? 'run as root, or set kernel.dmesg_restrict=0'
    : 'give the container /dev/kmsg';
  return `${why}; ${what}`;
}
