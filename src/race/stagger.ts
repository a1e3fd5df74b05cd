/**
 * The stagger: how many spins one side waits after the meeting. Positive, the reader waits; negative,
 * the writer does. It is steered by outcomes towards half early, half late, where fault and write meet.
 *
 * Steered like a staircase of psychophysics: against the last outcome by a step that grows while
 * outcomes stay the same and shrinks when they turn. Outcomes may never turn (a kernel that never
 * invalidates, a frozen vCPU), so the search is bounded and starts again from zero when it has stood at
 * its bound for long. Once something has been found, half of the attempts go to where it was found, and
 * the other half searches on. Integers only: nothing is allocated in the hot loop.
 */

/** No stagger is longer. About a tenth of a millisecond on a real machine, a few under emulation. */
export const STAGGER_LIMIT_SPINS = 1 << 14;

const FIRST_STEP_SPINS = 64;
const STEP_LIMIT_SPINS = 1024;
/** Equal outcomes in a row before the step grows. */
const RUN_BEFORE_GROWTH = 4;
/** Outcomes at the bound before the search starts again. */
const PATIENCE_AT_LIMIT = 256;
/** Half the width of the neighbourhood over which attempts are spread, beside twice the step. */
const SPREAD_SPINS = 24;

/** Finds that are kept, by how far they were from the centre, which moves. */
const FINDS_KEPT = 16;
/** Half the width of the neighbourhood of a find in which the next one is looked for. */
const FIND_SPREAD_SPINS = 24;

export class Stagger {
  #centre = 0;
  #step = FIRST_STEP_SPINS;
  #lastLate = false;
  #run = 0;
  #atLimit = 0;
  #random: number;
  readonly #finds = new Int32Array(FINDS_KEPT);
  #found = 0;
  /** Whether the attempt goes to where something was found: its outcome then says nothing of the search. */
  #revisits = false;

  /** @param seed any integer; the same seed gives the same spread */
  constructor(seed: number) {
    // xorshift32 has one bad state, zero.
    this.#random = seed | 0 || 1;
  }

  /** The stagger of the next attempt in spins, never beyond the limit on either side. */
  next(): number {
    this.#random ^= this.#random << 13;
    this.#random ^= this.#random >>> 17;
    this.#random ^= this.#random << 5;
    this.#revisits = this.#found > 0 && (this.#random & 1) === 0;
    const kept = Math.min(this.#found, FINDS_KEPT);
    const find = this.#revisits ? (this.#finds[(this.#random >>> 24) % kept] ?? 0) : 0;
    const spread = this.#revisits ? FIND_SPREAD_SPINS : SPREAD_SPINS + 2 * this.#step;
    const offset = ((this.#random >>> 1) % (2 * spread + 1)) - spread;
    return clamp(this.#centre + find + offset);
  }

  /** Notes that an attempt with this stagger was stale. */
  noteFind(spins: number): void {
    this.#finds[this.#found % FINDS_KEPT] = spins - this.#centre;
    this.#found++;
  }

  /** Notes how the attempt came out: late means that the reader has waited too long. */
  note(late: boolean): void {
    if (this.#revisits) return;
    if (late === this.#lastLate) {
      this.#run++;
      if (this.#run >= RUN_BEFORE_GROWTH) {
        this.#run = 0;
        this.#step = Math.min(STEP_LIMIT_SPINS, this.#step * 2);
      }
    } else {
      this.#run = 0;
      this.#step = Math.max(1, this.#step >> 1);
    }
    this.#lastLate = late;
    this.#centre = clamp(late ? this.#centre - this.#step : this.#centre + this.#step);
    this.#startAgainAtLimit();
  }

  #startAgainAtLimit(): void {
    if (Math.abs(this.#centre) < STAGGER_LIMIT_SPINS) {
      this.#atLimit = 0;
      return;
    }
    this.#atLimit++;
    if (this.#atLimit < PATIENCE_AT_LIMIT) return;
    this.#atLimit = 0;
    this.#centre = 0;
    this.#step = FIRST_STEP_SPINS;
  }
}

function clamp(spins: number): number {
  return Math.max(-STAGGER_LIMIT_SPINS, Math.min(STAGGER_LIMIT_SPINS, spins));
}
