/** A look every twentieth of a second, for five seconds. */
const LOOKS = 100;
const BETWEEN_LOOKS_MS = 50;

/** Looks until a condition holds. Blocks the thread: a guest has nothing else to do. */
export function waitUntil(holds: () => boolean): boolean {
  const never = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  for (let look = 0; look < LOOKS; look++) {
    if (holds()) return true;
    Atomics.wait(never, 0, 0, BETWEEN_LOOKS_MS);
  }
  return holds();
}
