/**
 * Which kernel to run next: the one whose runs tell most about the culprit for what they cost. What a run
 * tells is its mutual information with the culprit's place, in bits; what it costs is counted in runs, a
 * kernel that is not there yet costs `kernelCost` more.
 *
 * One clean run hardly tells anything where the detection rate is low, so a kernel is weighed by a plan: run
 * it until it is stale, at most so many times. The plan that gives most for its cost decides; only its first
 * run is made, for by then more is known.
 */
import { isThere, isUntestable, type KernelCounts } from '../run-counts.js';
import { at, type Posterior } from './posterior.js';
import { cleanChances } from './rate.js';

/** The lengths of a plan, in runs, that are weighed against each other. */
const PLAN_LENGTHS = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64];
const LONGEST = PLAN_LENGTHS.at(-1) ?? 1;
/** Candidates below this probability are no reason to run anything. */
const NEGLIGIBLE = 1e-9;

/** One length of a plan for a bad kernel, which was clean in so many runs already. */
interface Plan {
  readonly length: number;
  /** The chance that it shows a stale read. */
  readonly detects: number;
  /** What chance alone makes of that answer, in bits. */
  readonly noiseBits: number;
  readonly expectedRuns: number;
}

/** What a plan length comes to for one kernel, summed up over the candidates at or before it. */
interface Sums {
  detects: number;
  noiseBits: number;
  runsWhereBad: number;
}

/**
 * Chooses the kernel to run next.
 *
 * @param kernelCost what a kernel that is not there yet costs more than a run of one that is, in runs
 * @returns its number, null where no run could tell anything
 */
export function chooseKernel(
  posterior: Posterior,
  counts: readonly KernelCounts[],
  kernelCost: number,
): number | null {
  const { probabilities, cleanRuns, firstStale, staleRuns } = posterior;
  const risks = untestedRisks(counts);
  const sums: Sums[] = PLAN_LENGTHS.map(() => ({ detects: 0, noiseBits: 0, runsWhereBad: 0 }));
  let plans: readonly Plan[] = [];
  let plannedFor = -1;
  let isBad = 0;
  let best: number | null = null;
  let bestWorth = 0;
  // The first kernel that was stale tells nothing more, and those behind it even less.
  for (let kernel = 0; kernel < firstStale; kernel++) {
    const probability = probabilities[kernel] ?? 0;
    isBad += probability;
    const clean = cleanRuns[kernel] ?? 0;
    if (clean !== plannedFor) {
      plans = plansAfter(staleRuns, clean);
      plannedFor = clean;
    }
    for (const [index, plan] of plans.entries()) addTo(sums[index], probability, plan);
    const own = at(counts, kernel);
    if (isBad < NEGLIGIBLE || isUntestable(own)) continue;
    const cost = isThere(own) ? 0 : kernelCost;
    const works = own.clean > 0 ? 1 : 1 - (risks[kernel] ?? 0);
    const worth = works * worthOf(plans, sums, isBad, cost);
    if (worth > bestWorth) {
      best = kernel;
      bestWorth = worth;
    }
  }
  return best;
}

function plansAfter(stale: number, clean: number): Plan[] {
  const chances = cleanChances(stale, clean, LONGEST);
  let expectedRuns = 0;
  let planned = 0;
  return PLAN_LENGTHS.map((length) => {
    for (; planned < length; planned++) expectedRuns += chances[planned] ?? 0;
    const detects = 1 - (chances[length] ?? 0);
    return { length, detects, noiseBits: entropyBits(detects), expectedRuns };
  });
}

function addTo(sums: Sums | undefined, probability: number, plan: Plan): void {
  if (sums === undefined) return;
  sums.detects += probability * plan.detects;
  sums.noiseBits += probability * plan.noiseBits;
  sums.runsWhereBad += probability * plan.expectedRuns;
}

/** Bits for their cost, by the length of plan for which that is most. */
function worthOf(
  plans: readonly Plan[],
  sums: readonly Sums[],
  isBad: number,
  cost: number,
): number {
  let most = 0;
  for (const [index, { length }] of plans.entries()) {
    const sum = sums[index];
    if (sum === undefined) continue;
    const bits = entropyBits(sum.detects) - sum.noiseBits;
    const runs = cost + (1 - isBad) * length + sum.runsWhereBad;
    most = Math.max(most, bits / runs);
  }
  return most;
}

/** The entropy of a yes or no, in bits. */
function entropyBits(chance: number): number {
  if (chance <= 0 || chance >= 1) return 0;
  return -(chance * Math.log2(chance) + (1 - chance) * Math.log2(1 - chance));
}

/**
 * For each kernel, how likely it is that it cannot be tested: what breaks one kernel often breaks its
 * neighbours too. At a distance of d kernels from one that is untestable it is taken to be 1 in d + 1, and
 * several such kernels add up.
 */
function untestedRisks(counts: readonly KernelCounts[]): Float64Array {
  const works = new Float64Array(counts.length).fill(1);
  for (const [broken, one] of counts.entries()) {
    if (!isUntestable(one)) continue;
    for (let kernel = 0; kernel < works.length; kernel++) {
      const distance = Math.abs(kernel - broken);
      works[kernel] = (works[kernel] ?? 1) * (distance / (distance + 1));
    }
  }
  return works.map((chance) => 1 - chance);
}
