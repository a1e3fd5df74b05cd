/**
 * Judges attempts by the oracle's rule: a load that begins after write(2) has returned must give the new bytes.
 *
 * An attempt is kept as its write has returned, and judged at once or a little later: the judging load takes a fault
 * of its own, and that the next attempt need not wait for, where the reader would only count spins meanwhile.
 */
import type { Step } from '../../scenarios/scenario.js';
import type { Rule } from '../changes/change.js';
import { NO_PAGE } from '../places/stamps.js';
import type { Strategy } from '../strategies/strategy.js';
import type { Loads } from './loads.js';
import { Load } from './oracle.js';

/** No hole: none is kept. */
const NONE = -1;

/** What broke the rule. */
export interface Broken {
  readonly index: number;
  readonly staggerSpins: number;
  /** What the load has shown; null where it was in order, and what the reader had stored was gone. */
  readonly byte: number | null;
  /** Whether it was the second reader's mapping that showed it. */
  readonly inSecondReader: boolean;
}

/**
 * Whether attempts may be judged once the next write is on its way.
 *
 * Not where a fault is waited for or met by a timer, for the judging load would be the one that is met; not beside a
 * second reader, with which the reader shares the cpus; and not where each change takes the place before it away.
 */
export function isJudgedLate(step: Step, strategy: Strategy, { backwards }: Rule): boolean {
  return strategy.mayJudgeLate && step.meeting === 'at-once' && !step.secondReader && !backwards;
}

export class Judge {
  readonly #rule: Rule;
  readonly #loads: Loads;
  readonly #note: (broken: Broken) => void;
  #after = 0;
  #stamp = 0;
  #secondReader: Loads | null = null;
  #index = NONE;
  #at = 0;
  #staggerSpins = 0;
  #byte = 0;
  #outcome: number = Load.EARLY;

  /** @param note is told of each attempt that broke the rule */
  constructor(rule: Rule, loads: Loads, note: (broken: Broken) => void) {
    this.#rule = rule;
    this.#loads = loads;
    this.#note = note;
  }

  /** @param secondReader loads from the second reader's mapping, where it takes part in the round */
  beginRound(stamp: number, secondReader: Loads | null): void {
    this.#stamp = stamp;
    this.#after = this.#rule.after(stamp);
    this.#secondReader = secondReader;
    this.#index = NONE;
  }

  /**
   * Keeps an attempt whose write has returned. The one before must have been judged.
   *
   * @param at where in the mapping it loads
   * @param byte what the racing load has shown, and `outcome` what that means
   */
  keep(index: number, at: number, staggerSpins: number, byte: number, outcome: number): void {
    this.#index = index;
    this.#at = at;
    this.#staggerSpins = staggerSpins;
    this.#byte = byte;
    this.#outcome = outcome;
  }

  /** Judges the attempt that is kept, if one is. */
  judge(): void {
    if (this.#index === NONE) return;
    const at = this.#at;
    // The rule: this load begins after write(2) has returned.
    const byte = this.#loads.byteAt(at);
    if (byte !== this.#after) this.#tell(byte);
    else if (this.#outcome >= Load.WRONG) this.#tell(this.#byte);
    else if (this.#keepsStore(at) && this.#secondReader !== null)
      this.#judgeSecondReader(this.#secondReader, at);
    this.#index = NONE;
  }

  #judgeSecondReader(loads: Loads, at: number): void {
    const byte = loads.byteAt(at);
    if (byte !== this.#after) this.#tell(byte, true);
  }

  /** Whether what the reader has stored is there still; tells of it where it is not. */
  #keepsStore(at: number): boolean {
    const { storeOffsetBytes } = this.#rule;
    if (storeOffsetBytes === null) return true;
    const byte = this.#loads.storedAt(at + storeOffsetBytes);
    if (byte === this.#stamp) return true;
    this.#tell(byte === NO_PAGE ? NO_PAGE : null);
    return false;
  }

  #tell(byte: number | null, inSecondReader = false): void {
    const [index, staggerSpins] = [this.#index, this.#staggerSpins];
    this.#note({ index, staggerSpins, byte, inSecondReader });
  }
}
