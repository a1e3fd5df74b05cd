/** What a reader has found stale: it counts, looks again at the end of each round, and keeps evidence of the first. */
import { PAGE_BYTES, type Step } from '../scenarios/scenario.js';
import { takeEvidence } from './evidence.js';
import { numberPage, pageMatches, stampPage, wordsMatch } from './oracle.js';
import { Count, count } from './tally.js';
import type { OnStale } from './worker-messages.js';

/** What has been found of a hole in this round. */
const Hole = { FRESH: 0, STALE: 1, LASTING: 2 } as const;

/** The whole arena is compared in one of so many rounds: that takes as long as a tenth of a round's attempts. */
const ROUNDS_A_WHOLE_CHECK = 16;

export interface FindingsOrder {
  readonly step: Step;
  /** The reader's own file, and its mapping of the arena. */
  readonly fd: number;
  readonly mapping: Buffer;
  readonly evidenceLimit: number;
  readonly onStale: OnStale;
}

/** How an attempt was made whose load broke the rule. */
export interface StaleLoad {
  readonly attempt: number;
  readonly stagger: number;
  readonly widening: string;
  /** The function of the kernel at which the write ran within the fault, null where none was waited for. */
  readonly probe: string | null;
  /** What it showed, null where only the check at the end of the round saw it. */
  readonly loaded: number | null;
}

export class Findings {
  readonly #order: FindingsOrder;
  readonly #expected = Buffer.alloc(PAGE_BYTES);
  /** The mapping by words: a look at three of a page costs a tenth of a comparison of it. */
  readonly #words: Int32Array;
  #round = 0;
  readonly #holes: Uint8Array;
  readonly #startedMs = performance.now();
  #evidenceTaken = 0;

  constructor(order: FindingsOrder) {
    this.#order = order;
    const { buffer, byteOffset, length } = order.mapping;
    this.#words = new Int32Array(buffer, byteOffset, length / Int32Array.BYTES_PER_ELEMENT);
    this.#holes = new Uint8Array(order.step.holes);
  }

  /** @param stamp the byte that the round writes */
  beginRound(stamp: number): void {
    stampPage(this.#expected, stamp);
    this.#holes.fill(Hole.FRESH);
    this.#round++;
  }

  /** Counts a stale read, and keeps evidence of the first ones. Not in the hot loop: it is the finding. */
  note(hole: number, load: StaleLoad, tally: Float64Array): void {
    const { step, fd, mapping, evidenceLimit, onStale } = this.#order;
    this.#holes[hole] = Hole.STALE;
    count(tally, Count.STALE);
    if (this.#evidenceTaken >= evidenceLimit) return;
    this.#evidenceTaken++;
    const seconds = (performance.now() - this.#startedMs) / 1000;
    numberPage(this.#expected, hole);
    const mappingOffsetBytes = hole * step.strideBytes;
    const evidence = takeEvidence({
      ...{ fd, mapping, expected: this.#expected, mappingOffsetBytes },
      ...load,
    });
    // Taking the evidence may have healed it, so whether it lasts is known now or never.
    if (evidence.lasting) {
      this.#holes[hole] = Hole.LASTING;
      count(tally, Count.LASTING);
    }
    onStale(evidence, seconds);
  }

  /**
   * Looks at every page written in the round once more: what is stale now lasts, or was missed at once.
   * At some words of each, and every few rounds at the whole of each.
   *
   * @param holes how many were written
   * @param load how to tell of one that was missed
   */
  checkRound(holes: number, load: StaleLoad, tally: Float64Array): void {
    const { step, mapping } = this.#order;
    const whole = this.#round % ROUNDS_A_WHOLE_CHECK === 0;
    for (let hole = 0; hole < holes; hole++) {
      numberPage(this.#expected, hole);
      const at = hole * step.strideBytes;
      const matches = whole
        ? pageMatches(mapping, at, this.#expected)
        : wordsMatch(this.#words, at, this.#expected);
      if (matches) continue;
      if (this.#holes[hole] === Hole.FRESH) this.note(hole, load, tally);
      if (this.#holes[hole] === Hole.STALE) count(tally, Count.LASTING);
    }
  }
}
