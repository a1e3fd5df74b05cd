/**
 * What is counted of each strategy in a step: its tally, its times, and its outcomes against the stagger, one record
 * behind the other in one shared memory. Reader and writer store, anyone may look.
 */
import { STAGGER_BINS_BYTES, StaggerBins } from './stagger-bins.js';
import { TALLY_BYTES, tallyAt } from './tally.js';
import { TIMING_BYTES, Timing } from './timing.js';

/** Each part begins where eight bytes do, as its numbers must. */
const ALIGNMENT_BYTES = 8;
const RECORD_BYTES = aligned(TALLY_BYTES) + aligned(TIMING_BYTES) + aligned(STAGGER_BINS_BYTES);

export interface StrategyCounts {
  readonly tally: Float64Array;
  readonly timing: Timing;
  readonly bins: StaggerBins;
}

/** Memory for the counts of so many strategies. */
export function sharedCounts(strategies: number): SharedArrayBuffer {
  return new SharedArrayBuffer(RECORD_BYTES * strategies);
}

/** The counts in such a memory, in the order of the step's strategies. */
export function countsIn(memory: SharedArrayBuffer): StrategyCounts[] {
  return Array.from({ length: memory.byteLength / RECORD_BYTES }, (_, index) => {
    const tallyBytes = index * RECORD_BYTES;
    const timingBytes = tallyBytes + aligned(TALLY_BYTES);
    const binsBytes = timingBytes + aligned(TIMING_BYTES);
    return {
      tally: tallyAt(memory, tallyBytes),
      timing: new Timing(memory, timingBytes),
      bins: new StaggerBins(memory, binsBytes),
    };
  });
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
}
