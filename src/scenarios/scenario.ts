/** What a scenario is: a declaration, which the engine in race/ carries out. */

export const PAGE_BYTES = 4096;
export const HUGE_PAGE_BYTES = 2 * 1024 * 1024;

/**
 * A fault on a page of the page cache maps the pages around it as well, in windows of this size
 * (fault_around_bytes): pages with data are raced so far apart that each has a fault of its own.
 */
export const FAULT_AROUND_BYTES = 64 * 1024;

/**
 * How read fault and change meet: `in-turn`, the fault has ended before the change begins (a sequence, no
 * race); `at-once`, both are let go together and the stagger decides which of them is ahead.
 */
export type Meeting = 'in-turn' | 'at-once';

/** What the fault finds, race/holes.ts makes it. */
export type PlaceKind =
  /** No block: the file was only made long. */
  | 'sparse'
  /** A block without data, from fallocate(2). */
  | 'unwritten'
  /** No block any more: there was data, and a hole was punched in it. */
  | 'punched'
  /** In turn a page of hole and a page of data. */
  | 'alternating'
  /** Data: the change is what makes the hole. */
  | 'written'
  /** Nothing at all: the file ends where the arena begins. */
  | 'end-of-file';

/** What the writer does to it; each has a file of this name in race/changes/. */
export type ChangeKind =
  | 'write'
  | 'direct-write'
  | 'vectored-write'
  | 'append'
  | 'punch'
  | 'truncate-tail'
  | 'write-beside-store'
  | 'copy-range'
  | 'clone-range';

/** A part of a scenario that runs over one arena with one mapping. */
export interface Step {
  /** The size of page that a fault may map. */
  readonly pageBytes: typeof PAGE_BYTES | typeof HUGE_PAGE_BYTES;
  /** Bytes from one attempt's place to the next one's. */
  readonly strideBytes: number;
  /** Places in the arena: the attempts of one round. */
  readonly places: number;
  readonly place: PlaceKind;
  readonly change: ChangeKind;
  readonly meeting: Meeting;
  /** Whether a second reader faults in pages of 4 KiB at the same time, through a mapping of its own. */
  readonly secondReader?: boolean;
}

export interface Scenario {
  readonly id: string;
  /** One sentence for `holerace scenarios`. */
  readonly summary: string;
  /** The kernel commits that it guards. */
  readonly commits: readonly string[];
  readonly steps: readonly Step[];
  /** Where the scenario ends by itself, null where only time or the user's limit ends it. */
  readonly attemptsByDefault: number | null;
  /** Whether `run` races it unless told otherwise. */
  readonly core: boolean;
}
