/** K as the user writes it: a name that begins with its kind, or a place on disk. */
import { UsageError } from '../errors.js';
import { printable } from '../result/printable.js';

/** A package of Debian's or Ubuntu's follows. */
export const DEBIAN = 'debian:';
/** The id of a lab kernel follows. */
export const LAB = 'lab:';

/** Whether K is a name and no place on disk. */
export function isNamed(k: string): boolean {
  return k.startsWith(DEBIAN) || k.startsWith(LAB);
}

/**
 * That K can be told in a line of a log and in a result, which hold names as they are printed: as another name it
 * would be another kernel.
 *
 * @throws UsageError where it cannot
 */
export function checkKernelName(k: string): void {
  if (printable(k) === k) return;
  throw new UsageError(
    `the kernel ${printable(k)} has a character in its name that cannot be printed: rename it`,
  );
}
