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
