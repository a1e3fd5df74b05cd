/** The error of a C library call that koffi made. */
import koffi from 'koffi';

/**
 * What a call has failed with, as Node.js would throw it.
 *
 * @param call its name, with the section of its man page: `pwrite(2)`
 * @param errno that of the calling thread's last call that failed, unless it was told elsewhere
 */
export function systemError(call: string, errno = koffi.errno()): NodeJS.ErrnoException {
  const code = Object.entries(koffi.os.errno).find(([, number]) => number === errno)?.[0];
  return Object.assign(new Error(`${call} failed with ${code ?? errno}`), { code, errno });
}
