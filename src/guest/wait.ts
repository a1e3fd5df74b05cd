/** The waits of what runs in a guest. */
import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { GuestPath } from './order.js';

/** All modules are loaded by then, also in a slow guest. */
const MODULES_LIMIT_MS = 60_000;
/** A host that is still there has ended the guest by then. */
const HOST_LIMIT_MS = 60_000;
/** The thread looks so often, and sleeps in between. */
const BETWEEN_LOOKS_MS = 20;

/**
 * Looks until a condition holds. Blocks the thread: a guest has nothing else to do.
 *
 * @returns whether it held within the limit
 */
export function waitUntil(holds: () => boolean, limitMs: number): boolean {
  const never = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  for (let waitedMs = 0; waitedMs < limitMs; waitedMs += BETWEEN_LOOKS_MS) {
    if (holds()) return true;
    Atomics.wait(never, 0, 0, BETWEEN_LOOKS_MS);
  }
  return holds();
}

/** Waits until init has loaded the modules, or has had the time for it. */
export function waitForModules(): void {
  waitUntil(() => existsSync(GuestPath.MODULES_LOADED), MODULES_LIMIT_MS);
}

/** Waits for the host to end a guest of which something is stuck in the kernel: it may not even come to its end. */
export async function waitForHost(): Promise<void> {
  await setTimeout(HOST_LIMIT_MS);
  process.kill(process.pid, 'SIGKILL');
}
