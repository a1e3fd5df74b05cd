/**
 * The stagger: how many spins one side waits after the meeting. Positive, the reader waits; negative,
 * the writer does. It is steered by outcomes towards half early, half late, where fault and write meet.
 *
 * Steered like a staircase of psychophysics: against the last outcome by a step that grows while
 * outcomes stay the same and shrinks when they turn. Outcomes may never turn (a kernel that never
 * invalidates, a frozen vCPU), so the search is bounded and starts again from zero when it has stood at
 * its bound for long.
 *
 * Once the place where the outcome flips has been found, attempts do not all go there. Every second one goes
 * anywhere from where the write is over as the fault begins to where the fault is over as the write begins: the
 * window of a bug may lie off that place. How wide that is, outcomes tell as well: it grows while such attempts
 * overlap and shrinks when one does not. Once something was stale, half of the attempts go to where it was, and the
 * other half searches on in both manners. Integers only: nothing is allocated in the hot loop.
 */
import type { Ahead } from './strategy.js';

/** No stagger is longer. About a tenth of a millisecond on a real machine, a few under emulation. */
export const STAGGER_LIMIT_SPINS = 1 << 14;

const FIRST_STEP_SPINS = 64;
const STEP_LIMIT_SPINS = 1024;
/** Equal outcomes in a row before the step grows. */
const RUN_BEFORE_GROWTH = 4;
/** Outcomes at the bound before the search starts again. */
const PATIENCE_AT_LIMIT = 256;
/** Half the width of the neighbourhood over which near attempts are spread, beside twice the step. */
const SPREAD_SPINS = 24;
/**
 * What an overlapped wide attempt adds to half the width over which they are spread, and what one takes away that did
 * not overlap: it comes to rest where four of five overlap.
 */
const WIDER_SPINS = 16;
const NARROWER_SPINS = 4 * WIDER_SPINS;

/**
 * The place is found when the outcome has turned so often since the search began, and as long as the step is no larger
 * than the first one: until then every attempt steers.
 */
const TURNS_TO_FIND = 8;

/** Finds that are kept, by how far they were from the centre, which moves. */
const FINDS_KEPT = 16;
/** Half the width of the neighbourhood of a find in which the next one is looked for. */
const FIND_SPREAD_SPINS = 24;

/** What an attempt is for. */
const Aim = {
  /** Close to where the outcome flips: it steers the search. */
  NEAR: 0,
  /** Anywhere that fault and write still overlap: it steers how wide that is. */
  WIDE: 1,
  /** Where something was found: its outcome says nothing of the search. */
  FIND: 2,
} as const;

export class StaggerSearch {
  #centre = 0;
  #width = SPREAD_SPINS;
  #aim: number = Aim.NEAR;
  #step = FIRST_STEP_SPINS;
  #lastLate = false;
  #run = 0;
  #turns = 0;
  #atLimit = 0;
  #random: number;
  readonly #finds = new Int32Array(FINDS_KEPT);
  #found = 0;

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
    this.#aim = this.#isSettled() && this.#random & 2 ? Aim.WIDE : Aim.NEAR;
    if (this.#found > 0 && (this.#random & 1) === 0) this.#aim = Aim.FIND;
    const kept = Math.min(this.#found, FINDS_KEPT);
    const find = this.#aim === Aim.FIND ? (this.#finds[(this.#random >>> 24) % kept] ?? 0) : 0;
    const spread = this.#spread();
    const offset = ((this.#random >>> 2) % (2 * spread + 1)) - spread;
    return clamp(this.#centre + find + offset);
  }

  #isSettled(): boolean {
    return this.#turns >= TURNS_TO_FIND && this.#step <= FIRST_STEP_SPINS;
  }

  #spread(): number {
    if (this.#aim === Aim.FIND) return FIND_SPREAD_SPINS;
    return this.#aim === Aim.WIDE ? this.#width : SPREAD_SPINS + 2 * this.#step;
  }

  /** Notes that an attempt with this stagger was stale. */
  noteFind(spins: number): void {
    this.#finds[this.#found % FINDS_KEPT] = spins - this.#centre;
    this.#found++;
  }

  /**
   * Notes how the attempt came out.
   *
   * @param late whether the reader has waited too long
   * @param overlapped whether fault and write ran at once; where nobody can tell, wide attempts stay near
   */
  note(late: boolean, overlapped = false): void {
    if (this.#aim === Aim.WIDE) this.#noteWidth(overlapped);
    if (this.#aim !== Aim.NEAR) return;
    if (late === this.#lastLate) {
      this.#run++;
      if (this.#run >= RUN_BEFORE_GROWTH) {
        this.#run = 0;
        this.#step = Math.min(STEP_LIMIT_SPINS, this.#step * 2);
      }
    } else {
      this.#run = 0;
      this.#turns++;
      this.#step = Math.max(1, this.#step >> 1);
    }
    this.#lastLate = late;
    this.#centre = clamp(late ? this.#centre - this.#step : this.#centre + this.#step);
    this.#startAgainAtLimit();
  }

  #noteWidth(overlapped: boolean): void {
    const width = overlapped ? this.#width + WIDER_SPINS : this.#width - NARROWER_SPINS;
    this.#width = Math.max(SPREAD_SPINS, Math.min(STAGGER_LIMIT_SPINS, width));
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
    this.#turns = 0;
  }
}

/** What one spin of the stagger means for a timer: together, up to two milliseconds. */
const TIMER_NANOSECONDS = 64;

/**
 * When a timer goes off after it was called, in nanoseconds. The stagger is how much later than the writer the reader
 * starts: the larger it is, the earlier the writer's timer, and the later the reader's.
 *
 * @param ahead whose timer it is
 */
export function timerOf(staggerSpins: number, ahead: Ahead = 'writer'): number {
  const later = ahead === 'reader' ? staggerSpins : -staggerSpins;
  return (STAGGER_LIMIT_SPINS + later) * TIMER_NANOSECONDS;
}

function clamp(spins: number): number {
  return Math.max(-STAGGER_LIMIT_SPINS, Math.min(STAGGER_LIMIT_SPINS, spins));
}
