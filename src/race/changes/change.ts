/** What the writer does to an attempt's place, and what a mapped load may show of it from then on. */
import { PAGE_BYTES } from '../../native/page-sizes.js';
import type { ArenaShape } from '../places/arena.js';
import type { Aim } from '../places/place.js';
import { numberPage, oldStampOf } from '../places/stamps.js';

/** What must hold of a place; pure, so that reader and writer agree on it. */
export interface Rule extends Aim {
  /** The bytes from the attempt's place that are compared behind the change: whole pages. */
  readonly checkedBytes: number;
  /** Where from the attempt's place the racing load reads. */
  readonly loadOffsetBytes: (index: number) => number;
  /** Where from the place the reader stores the stamp just before that load, null where it only loads. */
  readonly storeOffsetBytes: number | null;
  /** What the load shows before the change, and after it, in a round of that stamp. */
  readonly before: (stamp: number) => number;
  readonly after: (stamp: number) => number;
  /** Fills a buffer of `checkedBytes` with what must be there behind the change, but for its number. */
  readonly expect: (bytes: Buffer, stamp: number) => void;
  /** Whether a load that overlaps the change may show zeros too: nothing is promised of a place between two blocks. */
  readonly mayShowZeros: boolean;
}

/** The writer's part. Nothing of it allocates, once it is made. */
export interface Performer {
  /** Before the attempts of a round. */
  beginRound(stamp: number): void;
  /** Gets ready for an attempt: the race has not begun yet. */
  ready(index: number, fileOffsetBytes: number): void;
  /** The system call that the fault races. It throws where the call fails. */
  perform(): void;
  /** Gives back what it holds, where that is anything but the writer's file. */
  end?(): void;
}

export interface PerformerOrder {
  /** The writer's own file, open for reading and writing. */
  readonly fd: number;
  readonly path: string;
  readonly arena: ArenaShape;
}

export interface Change {
  readonly rule: Rule;
  readonly performer: (order: PerformerOrder) => Performer;
  /** Whether a filesystem may do without it. */
  readonly onlyOnSome?: boolean;
  /**
   * Tries it on an open file, and throws where it cannot be done: such a step is left out, and the result says so.
   */
  readonly tryOn?: (fd: number, path: string) => void;
}

const always = (value: number) => (): number => value;

/** The rule of changes that write a whole page of stamps. */
export const WRITES_A_PAGE: Rule = {
  checkedBytes: PAGE_BYTES,
  loadOffsetBytes: always(0),
  storeOffsetBytes: null,
  backwards: false,
  before: always(0),
  after: (stamp) => stamp,
  expect: (bytes, stamp) => bytes.fill(stamp),
  number: numberPage,
  mayShowZeros: false,
  leaves: 'data',
};

/** The rule of changes that write a whole page of stamps over one that holds the old stamp. */
export const OVERWRITES_A_PAGE: Rule = { ...WRITES_A_PAGE, before: oldStampOf };

/** The same where it is done by giving the place other blocks. */
export const REPLACES_A_PAGE: Rule = { ...OVERWRITES_A_PAGE, mayShowZeros: true };

/** The rule of changes that take data away: what was there is there until then. */
export const TAKES_DATA_AWAY: Rule = {
  ...WRITES_A_PAGE,
  before: (stamp) => stamp,
  after: always(0),
};

/** The rule of those after which the whole page reads zeros. */
export const LEAVES_ZEROS: Rule = {
  ...TAKES_DATA_AWAY,
  expect: (bytes) => bytes.fill(0),
  number: () => undefined,
  leaves: 'zeros',
};
