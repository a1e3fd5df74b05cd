/** What a scenario is: a declaration, which the engine in race/ carries out. */

export const PAGE_BYTES = 4096;
export const HUGE_PAGE_BYTES = 2 * 1024 * 1024;

/**
 * How read fault and write meet: `in-turn`, the fault has ended before the write begins (a sequence, no
 * race); `at-once`, both are let go together and the stagger decides which of them is ahead.
 */
export type Meeting = 'in-turn' | 'at-once';

/** What the fault finds: `sparse`, no block; `unwritten`, a block without data, from fallocate(2). */
export type HoleKind = 'sparse' | 'unwritten';

/** A part of a scenario that runs over one arena with one mapping. */
export interface Step {
  /** Bytes from one attempt's hole to the next one's, and the size of page that its fault may map. */
  readonly strideBytes: typeof PAGE_BYTES | typeof HUGE_PAGE_BYTES;
  /** Holes in the arena: the attempts of one round. */
  readonly holes: number;
  readonly hole: HoleKind;
  readonly meeting: Meeting;
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
