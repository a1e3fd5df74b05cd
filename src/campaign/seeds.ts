/** The seeds of a campaign's runs, all of which come from one. */

/** No seed is larger. */
const SEED_LIMIT = 2 ** 31 - 1;
/** Primes, so that the seeds of neighbouring kernels and runs lie apart. */
const KERNEL_STRIDE = 1_000_003;
const RUN_STRIDE = 7919;

/**
 * The seed of a run.
 *
 * @param first the campaign's own
 * @param kernel its place, 0 where there is but one
 */
export function seedOf(first: number, run: number, kernel = 0): number {
  return (first + kernel * KERNEL_STRIDE + run * RUN_STRIDE) % SEED_LIMIT;
}
