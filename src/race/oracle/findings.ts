/** What a reader has found stale: it counts, looks again at the end of each round, and keeps evidence of the first. */
import { readSync } from 'node:fs';
import type { Evidence } from '../../result/result.js';
import type { Step } from '../../scenarios/scenario.js';
import type { Rule } from '../changes/change.js';
import { monotonicSeconds } from '../counts/clock.js';
import { Count, count } from '../counts/tally.js';
import { ARENA_OFFSET_BYTES, arenaBytes, placeBytes } from '../places/arena.js';
import { PLACES } from '../places/list.js';
import { NO_PAGE } from '../places/stamps.js';
import { type StaleLoad, takeEvidence } from './evidence.js';
import type { Expected, Loads } from './loads.js';
import { wordsOf } from './oracle.js';

/** What broke the rule: bytes, or that there was no page to load them from where the file has data. */
export type FindingKind = 'stale' | 'sigbus';

/** Takes the evidence of what broke the rule, and when it was seen: within the race by `monotonicSeconds`, outside in racing seconds. */
export type OnStale = (evidence: Evidence, seconds: number, kind: FindingKind) => void;

/** What has been found of a hole in this round. */
const Found = { FRESH: 0, STALE: 1, LASTING: 2, SIGBUS: 3 } as const;

/** The whole arena is compared in one of so many rounds: that takes as long as a tenth of a round's attempts. */
const ROUNDS_A_WHOLE_CHECK = 16;

export interface FindingsOrder {
  readonly step: Step;
  readonly rule: Rule;
  /** The reader's own file, and the loads from its mapping of the arena. */
  readonly fd: number;
  readonly loads: Loads;
  readonly evidenceLimit: number;
  readonly onStale: OnStale;
}

export class Findings {
  readonly #order: FindingsOrder;
  /** What must be at the place that is looked at. */
  readonly #expected: Expected;
  readonly #zeros: Expected;
  /** What the place's owner must keep, null where it has none. */
  readonly #owner: Expected | null;
  readonly #read: Buffer;
  #round = 0;
  #stamp = 0;
  readonly #found: Uint8Array;
  #evidenceTaken = 0;

  constructor(order: FindingsOrder) {
    this.#order = order;
    this.#expected = zeros(order.rule.checkedBytes);
    this.#zeros = zeros(order.rule.checkedBytes);
    this.#owner = PLACES[order.step.place].hasOwner ? zeros(order.rule.checkedBytes) : null;
    this.#read = Buffer.alloc(order.rule.checkedBytes);
    this.#found = new Uint8Array(order.step.places);
  }

  /** @param stamp the byte that the round writes, or takes away */
  beginRound(stamp: number): void {
    this.#stamp = stamp;
    this.#order.rule.expect(this.#expected.bytes, stamp);
    this.#owner?.bytes.fill(this.#order.rule.before(stamp));
    this.#found.fill(Found.FRESH);
    this.#round++;
  }

  /**
   * Counts a stale read, or a load without a page, and keeps evidence of the first ones. Not in the hot loop: it is
   * the finding.
   */
  note(
    index: number,
    load: StaleLoad,
    tally: Float64Array,
    at = this.#expectAt(index),
    expected = this.#expected,
  ): FindingKind {
    const { fd, loads, evidenceLimit, onStale } = this.#order;
    const kind = this.#kindOf(load);
    this.#found[index] = kind === 'stale' ? Found.STALE : Found.SIGBUS;
    count(tally, kind === 'stale' ? Count.STALE : Count.SIGBUS);
    if (this.#evidenceTaken >= evidenceLimit) return kind;
    this.#evidenceTaken++;
    const seconds = monotonicSeconds();
    const evidence = takeEvidence({
      ...{ fd, loads, expected: expected.bytes, mappingOffsetBytes: at, load },
    });
    // Taking the evidence may have healed it, so whether it lasts is known now or never.
    if (kind === 'stale' && evidence.lasting) {
      this.#found[index] = Found.LASTING;
      count(tally, Count.LASTING);
    }
    onStale(evidence, seconds, kind);
    return kind;
  }

  /** A load without a page is a finding of its own, but for where the change is what brings the page. */
  #kindOf({ loaded }: StaleLoad): FindingKind {
    return loaded === NO_PAGE && this.#order.rule.before(this.#stamp) !== NO_PAGE
      ? 'sigbus'
      : 'stale';
  }

  /** Whether an attempt of this round was found to break the rule here. */
  isBroken(index: number): boolean {
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
      if (besides?.isBroken(index)) continue;
      const shows = this.#shows(at, expected, whole);
      if (shows !== true) this.#noteMissed(index, load, tally, shows, at, expected);
      else if (this.#owner !== null) this.#checkOwner(index, load, tally, this.#owner, at);
    }
  }

  #noteMissed(
    index: number,
    load: StaleLoad,
    tally: Float64Array,
    shows: false | null,
    at: number,
    expected: Expected,
  ): void {
    const missed = shows === null ? { ...load, loaded: NO_PAGE } : load;
    if (this.#found[index] === Found.FRESH) this.note(index, missed, tally, at, expected);
    if (this.#found[index] === Found.STALE) count(tally, Count.LASTING);
  }

  /** Whoever shares the place's blocks, or has its equal, keeps what was in them: in the mapping and in the file. */
  #checkOwner(
    index: number,
    load: StaleLoad,
    tally: Float64Array,
    owner: Expected,
    at: number,
  ): void {
    if (this.#found[index] !== Found.FRESH) return;
    this.#order.rule.number(owner.bytes, index);
    const ownerAt = at + arenaBytes(this.#order.step);
    const shows = this.#order.loads.shows(ownerAt, owner, true);
    if (shows !== true) this.#noteMissed(index, load, tally, shows, ownerAt, owner);
    else if (!this.#fileMatches(ownerAt, owner.bytes))
      this.note(index, load, tally, ownerAt, owner);
  }

  /** What a truncation has left of a page is gone with the next one, which cuts the file off below it. */
  #isCutOff(index: number, places: number): boolean {
    return this.#order.rule.backwards && index < places - 1;
  }

  #shows(at: number, expected: Expected, whole: boolean): boolean | null {
    const { loads, rule } = this.#order;
    // What a store has left must be in the file as well: it may have gone to a block that is not the file's.
    if (rule.storeOffsetBytes !== null && !this.#fileMatches(at, expected.bytes)) return false;
    return loads.shows(at, expected, whole);
  }

  #fileMatches(at: number, expected: Buffer): boolean {
    const read = this.#read;
    readSync(this.#order.fd, read, 0, read.length, ARENA_OFFSET_BYTES + at);
    return read.equals(expected);
  }
}

/** `checkRound` of both readers' mappings: an attempt that is stale in both is one, whichever showed it first. */
export function checkBoth(
  [reader, second]: readonly [Findings, Findings | undefined],
  ...check: [places: number, load: StaleLoad, tally: Float64Array]
): void {
  reader.checkRound(...check, second);
  second?.checkRound(...check, reader);
}

function zeros(lengthBytes: number): Expected {
  const bytes = Buffer.alloc(lengthBytes);
  return { bytes, words: wordsOf(bytes) };
}
