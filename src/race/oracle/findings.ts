/** What a reader has found stale: it counts, looks again at the end of each round, and keeps evidence of the first. */
import { readSync } from 'node:fs';
import type { Peek } from '../../native/peek.js';
import type { Evidence } from '../../report/result.js';
import type { Step } from '../../scenarios/scenario.js';
import type { Rule } from '../changes/change.js';
import { Count, count } from '../counts/tally.js';
import { ARENA_OFFSET_BYTES, placeBytes } from '../places/arena.js';
import { takeEvidence } from './evidence.js';
import { pagesMatch, wordsMatch, wordsOf } from './oracle.js';

/** Takes the evidence of a stale read, and the racing seconds until it was seen. */
export type OnStale = (evidence: Evidence, seconds: number) => void;

/** What has been found of a hole in this round. */
const Found = { FRESH: 0, STALE: 1, LASTING: 2 } as const;

/** The whole arena is compared in one of so many rounds: that takes as long as a tenth of a round's attempts. */
const ROUNDS_A_WHOLE_CHECK = 16;

export interface FindingsOrder {
  readonly step: Step;
  readonly rule: Rule;
  /** The reader's own file, and its mapping of the arena. */
  readonly fd: number;
  readonly mapping: Buffer;
  /** To look at the mapping with, where it may lack pages. */
  readonly peek: Peek | null;
  readonly evidenceLimit: number;
  readonly onStale: OnStale;
}

/** How an attempt was made whose load broke the rule. */
export interface StaleLoad {
  readonly attempt: number;
  readonly stagger: number;
  readonly strategy: string;
  /** The function of the kernel at which the write ran within the fault, null where none was waited for. */
  readonly probe: string | null;
  /** What it showed, null where only the check at the end of the round saw it. */
  readonly loaded: number | null;
}

/** Bytes that are looked at by words as well. */
interface Bytes {
  readonly bytes: Buffer;
  readonly words: Int32Array;
}

export class Findings {
  readonly #order: FindingsOrder;
  /** What must be at the place that is looked at. */
  readonly #expected: Bytes;
  readonly #zeros: Bytes;
  readonly #read: Buffer;
  /** The mapping's. */
  readonly #words: Int32Array;
  #round = 0;
  #stamp = 0;
  readonly #found: Uint8Array;
  readonly #startedMs = performance.now();
  #evidenceTaken = 0;

  constructor(order: FindingsOrder) {
    this.#order = order;
    this.#expected = zeros(order.rule.checkedBytes);
    this.#zeros = zeros(order.rule.checkedBytes);
    this.#read = Buffer.alloc(order.rule.checkedBytes);
    this.#words = wordsOf(order.mapping);
    this.#found = new Uint8Array(order.step.places);
  }

  /** @param stamp the byte that the round writes, or takes away */
  beginRound(stamp: number): void {
    this.#stamp = stamp;
    this.#order.rule.expect(this.#expected.bytes, stamp);
    this.#found.fill(Found.FRESH);
    this.#round++;
  }

  /** Counts a stale read, and keeps evidence of the first ones. Not in the hot loop: it is the finding. */
  note(
    index: number,
    load: StaleLoad,
    tally: Float64Array,
    { bytes: expected } = this.#expected,
  ): void {
    const { fd, mapping, peek, evidenceLimit, onStale } = this.#order;
    this.#found[index] = Found.STALE;
    count(tally, Count.STALE);
    if (this.#evidenceTaken >= evidenceLimit) return;
    this.#evidenceTaken++;
    const seconds = (performance.now() - this.#startedMs) / 1000;
    const mappingOffsetBytes = this.#expectAt(index);
    const evidence = takeEvidence({
      ...{ fd, mapping, peek, expected, mappingOffsetBytes },
      ...load,
    });
    // Taking the evidence may have healed it, so whether it lasts is known now or never.
    if (evidence.lasting) {
      this.#found[index] = Found.LASTING;
      count(tally, Count.LASTING);
    }
    onStale(evidence, seconds);
  }

  /** Whether an attempt of this round was found stale here. */
  isStale(index: number): boolean {
    return this.#found[index] !== Found.FRESH;
  }

  /** Has `#expected` hold what must be at an attempt's place. Returns where in the mapping that is. */
  #expectAt(index: number): number {
    const { step, rule } = this.#order;
    rule.number(this.#expected.bytes, index);
    return placeBytes(step, index, this.#stamp, rule.backwards);
  }

  /**
   * Looks at every place changed in the round once more: what is stale now lasts, or was missed at once.
   * At some words of each page, and every few rounds at the whole of each.
   *
   * @param places how many were changed
   * @param load how to tell of one that was missed
   * @param besides another mapping's findings: an attempt that is stale there is not counted again
   */
  checkRound(places: number, load: StaleLoad, tally: Float64Array, besides?: Findings): void {
    const whole = this.#round % ROUNDS_A_WHOLE_CHECK === 0;
    for (let index = 0; index < places; index++) {
      const at = this.#expectAt(index);
      const expected = this.#isCutOff(index, places) ? this.#zeros : this.#expected;
      if (besides?.isStale(index) || this.#matches(at, expected, whole)) continue;
      if (this.#found[index] === Found.FRESH) this.note(index, load, tally, expected);
      if (this.#found[index] === Found.STALE) count(tally, Count.LASTING);
    }
  }

  /** What a truncation has left of a page is gone with the next one, which cuts the file off below it. */
  #isCutOff(index: number, places: number): boolean {
    return this.#order.rule.backwards && index < places - 1;
  }

  #matches(at: number, { bytes, words }: Bytes, whole: boolean): boolean {
    const { mapping, peek, rule } = this.#order;
    if (peek !== null) return peek.pageAt(at)?.equals(bytes) ?? false;
    // What a store has left must be in the file as well: it may have gone to a block that is not the file's.
    if (rule.storeOffsetBytes !== null && !this.#fileMatches(at, bytes)) return false;
    return whole ? pagesMatch(mapping, at, bytes) : wordsMatch(this.#words, at, words);
  }

  #fileMatches(at: number, expected: Buffer): boolean {
    const read = this.#read;
    readSync(this.#order.fd, read, 0, read.length, ARENA_OFFSET_BYTES + at);
    return read.equals(expected);
  }
}

function zeros(lengthBytes: number): Bytes {
  const bytes = Buffer.alloc(lengthBytes);
  return { bytes, words: wordsOf(bytes) };
}
