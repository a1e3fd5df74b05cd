/**
 * Plans of runs, and what they tell for their cost. One clean run hardly tells anything where the detection rate is
 * low, so a kernel is weighed by a plan: run it until it is stale, at most so many times. The plan that gives most for
 * its cost decides; only its first run is made, for by then more is known.
 *
 * What a plan comes to is summed up over the candidates of which the kernel would be bad, each by its probability:
 * `PLAN_WIDTH` numbers, three for each length.
 */
import { cleanChances } from './rate.js';

/** The lengths of a plan, in runs, that are weighed against each other. */
const PLAN_LENGTHS = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64];
const LONGEST = PLAN_LENGTHS.at(-1) ?? 1;

/**
 * How much of what a kernel costs before its first run is held against the plan: it is there for later plans too. With all
 * of it the search keeps too long to what is there (docs/bisect.md, the simulation).
 */
const COST_SHARE = 0.5;

/** Numbers of each length: the chance of a stale run, what chance alone makes of that answer in bits, the runs. */
const DETECTS = 0;
const NOISE_BITS = 1;
const RUNS = 2;
const NUMBERS = 3;
export const PLAN_WIDTH = PLAN_LENGTHS.length * NUMBERS;

/**
 * What each length of plan comes to for one bad kernel.
 *
 * @param stale stale runs so far, of all kernels together
 * @param clean clean runs so far, of kernels that are bad
 */
export function plansAfter(stale: number, clean: number): Float64Array {
  const chances = cleanChances(stale, clean, LONGEST);
  const plans = new Float64Array(PLAN_WIDTH);
  let expectedRuns = 0;
  let planned = 0;
  for (const [index, length] of PLAN_LENGTHS.entries()) {
    for (; planned < length; planned++) expectedRuns += chances[planned] ?? 0;
    const detects = 1 - (chances[length] ?? 0);
    const offset = index * NUMBERS;
    plans[offset + DETECTS] = detects;
    plans[offset + NOISE_BITS] = entropyBits(detects);
    plans[offset + RUNS] = expectedRuns;
  }
  return plans;
}

/** Adds what a candidate's plans come to, by its probability, to the numbers that begin at an offset. */
export function addPlans(
  sums: Float64Array,
  offset: number,
  probability: number,
  plans: Float64Array,
): void {
  for (let index = 0; index < PLAN_WIDTH; index++) {
    const before = sums[offset + index] ?? 0;
    sums[offset + index] = before + probability * (plans[index] ?? 0);
  }
}

/**
 * Bits for their cost, by the length of plan for which that is most.
 *
 * @param sums holds what the plans come to, from an offset on
 * @param isBad the probability that the kernel is bad
 * @param cost what is to be done before its first run, in runs
 */
export function worthOf(sums: Float64Array, offset: number, isBad: number, cost: number): number {
  let most = 0;
  for (const [index, length] of PLAN_LENGTHS.entries()) {
    const place = offset + index * NUMBERS;
    const bits = entropyBits(sums[place + DETECTS] ?? 0) - (sums[place + NOISE_BITS] ?? 0);
    const runs = COST_SHARE * cost + (1 - isBad) * length + (sums[place + RUNS] ?? 0);
    most = Math.max(most, bits / runs);
  }
  return most;
}

/** The entropy of a yes or no, in bits. */
function entropyBits(chance: number): number {
  if (chance <= 0 || chance >= 1) return 0;
  return -(chance * Math.log2(chance) + (1 - chance) * Math.log2(1 - chance));
}
