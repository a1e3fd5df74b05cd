/**
 * How a budget of racing time is shared out among scenarios, and shared again to those that need it. It only
 * counts seconds: who measures them, and races, is `race.ts`.
 *
 * Each scenario has a first turn of half of an equal share. All that is left then, with what was given back,
 * goes to the scenarios that have no verdict yet, equally; where all have theirs, to those whose bound still
 * falls with every attempt.
 */

/**
 * What a scenario would do with more time: come to its verdict, or to the bound that was asked for; exclude
 * a lower rate; or nothing, for it is stale, has come to its end, or lacks what time does not bring.
 */
export type Need = 'verdict' | 'lower-bound' | 'nothing';

/** One scenario's turn. */
export interface Turn {
  /** The scenario's place in the list. */
  readonly index: number;
  readonly seconds: number;
}

/** Less would not even find the stagger. */
export const LEAST_TURN_SECONDS = 1;
/** Of an equal share: what nobody takes from a scenario. The rest waits until it is known who needs it. */
const FIRST_TURN_SHARE = 0.5;
/** One that still needs time after so many turns will not make use of it. */
export const TURNS_LIMIT = 8;

interface Member {
  readonly index: number;
  turns: number;
  need: Need;
}

export class Budget {
  readonly #firstTurnSeconds: number;
  readonly #members: readonly Member[];
  #leftSeconds: number;

  /**
   * @param seconds for all scenarios together
   * @param scenarios how many there are
   */
  constructor(seconds: number, scenarios: number) {
    this.#leftSeconds = seconds;
    // One alone has nobody to share with.
    const share = scenarios === 1 ? 1 : FIRST_TURN_SHARE;
    this.#firstTurnSeconds = Math.max(LEAST_TURN_SECONDS, (share * seconds) / scenarios);
    this.#members = Array.from({ length: scenarios }, (_, index) => ({
      index,
      turns: 0,
      need: 'verdict' as Need,
    }));
  }

  /** Whose turn it is, and for how long at the most. Null where the budget is used up, or nobody needs more. */
  next(): Turn | null {
    const waiting = this.#members.filter(({ turns }) => turns === 0);
    const [first] = waiting;
    if (first !== undefined) {
      // Turns that took longer than they were given cost all who still wait the same.
      const fairSeconds = this.#leftSeconds / waiting.length;
      return this.#turn(first, Math.min(this.#firstTurnSeconds, fairSeconds));
    }
    const takers = this.#takers();
    const [taker] = takers;
    if (taker === undefined || this.#leftSeconds < LEAST_TURN_SECONDS) return null;
    const seconds = Math.max(LEAST_TURN_SECONDS, this.#leftSeconds / takers.length);
    return this.#turn(taker, seconds);
  }

  /** Those that share what is left: of the neediest the ones with the fewest turns. */
  #takers(): Member[] {
    const able = this.#members.filter(({ turns }) => turns < TURNS_LIMIT);
    const without = able.filter(({ need }) => need === 'verdict');
    const takers = without.length > 0 ? without : able.filter(({ need }) => need === 'lower-bound');
    const fewest = Math.min(...takers.map(({ turns }) => turns));
    return takers.filter(({ turns }) => turns === fewest);
  }

  #turn({ index }: Member, seconds: number): Turn | null {
    return seconds > 0 ? { index, seconds } : null;
  }

  /** Notes how long a turn took, and what its scenario would do with more time. */
  note(index: number, seconds: number, need: Need): void {
    const member = this.#members[index];
    if (member === undefined) return;
    member.turns++;
    member.need = need;
    this.#leftSeconds = Math.max(0, this.#leftSeconds - seconds);
  }
}
