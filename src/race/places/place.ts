/** A kind of place: what an attempt is aimed at, and what its fault is to find there. */
import type { ArenaShape } from './arena.js';

/** What of a change matters to the places that it is aimed at: every change's rule has it. */
export interface Aim {
  /** Whether the arena is used up from its end: a truncation takes all behind it away. */
  readonly backwards: boolean;
  /** Puts the number of an attempt's place into its page. */
  readonly number: (bytes: Buffer, index: number) => void;
  /** Whether the place holds data after the change, is a hole, or reads zeros, by whichever extents. */
  readonly leaves: 'data' | 'hole' | 'zeros';
}

/** The places of one step in a file. */
export interface Arena {
  /** The file, by whoever makes the places or looks at them. */
  readonly fd: number;
  readonly shape: ArenaShape;
  readonly aim: Aim;
}

/** Makes the places of one round in a file of the right length without any data. `stamp` is the one that the round is to write, or to find. */
export type Maker = (stamp: number) => void;

export interface Place {
  /** What rounds begin on, in words: `12 of 12 rounds began on punched holes`. */
  readonly words: string;
  /** Whether the file ends where the arena begins: a load there finds no page, and is looked at without a SIGBUS. */
  readonly isBehindEnd: boolean;
  /**
   * Whether as much again of the file follows the arena, and each place has there, at the same distance, an owner of
   * the same blocks, or its equal: that keeps the old stamp, whatever becomes of the place.
   */
  readonly hasOwner: boolean;
  /** Whether it needs no proof on a filesystem that does not tell holes from data: it was never anything else. */
  readonly isByNature: boolean;
  /** Whether only some filesystems can make it: it takes blocks that are shared. */
  readonly onlyOnSome: boolean;
  /** Gets ready to make the places of round after round; nobody loads from the arena while they are made. */
  readonly maker: (arena: Arena) => Maker;
  /**
   * Whether the file's extents are what the kind says, before the first attempt of a round.
   *
   * @param offsets of the first and the last place, in bytes of the file
   */
  readonly isThere: (arena: Arena, offsets: readonly number[]) => boolean;
  /** Tries it on an open file, and throws where it cannot be made: such a step is left out, and the result says so. */
  readonly tryOn: ((fd: number) => void) | null;
}

/** Most of them: in the file, and proved by its extents. */
export const IN_FILE = {
  isBehindEnd: false,
  hasOwner: false,
  isByNature: false,
  onlyOnSome: false,
  tryOn: null,
} as const;

/** A kind that the truncation before each round has made already. */
export const nothingToMake = (): Maker => () => undefined;
