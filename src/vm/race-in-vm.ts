/** The race in a guest of its own. */
import type { Result } from '../result/result.js';
import type { VmOptions } from './options.js';
import { RacingGuest } from './racing-guest.js';

/**
 * Boots a kernel and races in it once.
 *
 * @returns the guest's result as its own, also where the guest died on the way
 * @throws UsageError where QEMU is missing or cannot start such a guest
 */
export async function raceInVm(options: VmOptions): Promise<Result> {
  const guest = new RacingGuest(false);
  try {
    return await guest.race(options);
  } finally {
    await guest.close();
  }
}
