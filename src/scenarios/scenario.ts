/** What a scenario is: a declaration, which the engine in race/ carries out. */

import { HUGE_PAGE_BYTES } from '../native/page-sizes.js';
import type { ChangeKind } from '../race/changes/list.js';
import type { ArenaShape, Meeting } from '../race/places/arena.js';
import type { PlaceKind } from '../race/places/list.js';

export { HUGE_PAGE_BYTES, PAGE_BYTES } from '../native/page-sizes.js';

/**
 * A fault on a page of the page cache maps the pages around it as well, in windows of this size
 * (fault_around_bytes): pages with data are raced so far apart that each has a fault of its own.
 */
export const FAULT_AROUND_BYTES = 64 * 1024;

/** A part of a scenario that runs over one arena with one mapping. */
export interface Step extends ArenaShape {
  /** What the fault finds; each kind has a file in race/places/. */
  readonly place: PlaceKind;
  /** What the writer does to it; each has a file in race/changes/. */
  readonly change: ChangeKind;
  /** Whether a second reader faults in pages of 4 KiB at the same time, through a mapping of its own. */
  readonly secondReader?: boolean;
  /** Attempts after which it ends, where more would tell nothing new: a sequence is certain to fail, or never does. */
  readonly attempts?: number;
}

/**
 * Places of a step over data at 2 MiB. All of the 2 MiB are written anew before each round, and again where each place has
 * an owner: with so many, a round still ends in some tens of milliseconds.
 */
export const HUGE_PLACES = 8;
/** Two rounds, in each of which every fault tells what it maps. */
const HUGE_ATTEMPTS_IN_TURN = 16;

/**
 * A step over data where the fault may map 2 MiB. The change takes one page of them: the first in turn, any at once. Where
 * no fault on the filesystem's data maps 2 MiB it is left out, and the rest of the scenario stands without it
 * (race/huge-data.ts). Sequences come before races, which may use up the time of what follows.
 *
 * @param place a kind that begins on data
 */
export function hugeDataStep(place: PlaceKind, change: ChangeKind, meeting: Meeting): Step {
  return {
    pageBytes: HUGE_PAGE_BYTES,
    strideBytes: HUGE_PAGE_BYTES,
    places: HUGE_PLACES,
    ...{ place, change, meeting },
    ...(meeting === 'in-turn' ? { attempts: HUGE_ATTEMPTS_IN_TURN } : {}),
  };
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
  /**
   * Whether only some filesystems can do it at all: on others it is left out, and the result says so, unless it was
   * named.
   */
  readonly onlyOnSome?: boolean;
}
