/** What an emulation does to a guest, and is not held against its kernel. */
import type { Logger } from 'pino';
import { findCrash, readTail } from './console.js';
import type { Accel } from './qemu/machine.js';

/** Boots of one guest, where its emulation ends it. */
const BOOTS_LIMIT = 3;

/**
 * A breakpoint by which a kernel patches its own code. Emulated it may be run once more when the patch is over (seen
 * with QEMU 7.2 in __schedule(), docs/racing.md): it is not held against the kernel.
 */
const PATCH_BREAKPOINT = /\bOops: int3\b|\bint3: 0000\b/;
/** The timer's interrupts come late on a busy host, so a kernel believes that there are none (timer_irq_works()). */
const LATE_TIMER = /\bIO-APIC \+ timer doesn't work\b/;

/** What an emulation on a busy host does to a kernel that has this crash, null where that is the kernel's own doing. */
export function emulationsDoing(accel: Accel, crashLine: string): string | null {
  if (accel !== 'tcg') return null;
  if (PATCH_BREAKPOINT.test(crashLine)) return 'to kernels that patch their own code';
  return LATE_TIMER.test(crashLine) ? 'to kernels that wait for a timer, on a busy machine' : null;
}

/** The crash on the console of a guest that died of its emulation, null where there is none. */
export function crashOfEmulation(accel: Accel, consoleLog: string): string | null {
  const crash = findCrash(readTail(consoleLog, 0));
  return crash !== null && emulationsDoing(accel, crash.line) !== null ? crash.line : null;
}

/** How a boot ended; null where it is for its caller to boot otherwise. */
type Booted = { readonly emulationsCrash: string | null } | null;

/**
 * Boots a guest, and again where its emulation has ended it, as often as the limit allows.
 *
 * @param when which of its ends that is told of, as ` in its boot`
 * @returns how the last boot ended
 */
export async function bootTimeAndAgain<T extends Booted>(
  boot: () => Promise<T>,
  log: Logger,
  when = '',
): Promise<T> {
  for (let boots = 1; ; boots++) {
    const outcome = await boot();
    const crash = outcome?.emulationsCrash ?? null;
    if (crash === null || boots >= BOOTS_LIMIT) return outcome;
    log.warn(
      `QEMU's emulation has ended the guest${when}, as it does now and then (${crash}): booting again`,
    );
  }
}
