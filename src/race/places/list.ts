/** Every kind of place by its name. A new one is one file and one line here. */
import { alternating } from './alternating.js';
import { type ArenaShape, arenaBytes } from './arena.js';
import { beforeAppend } from './before-append.js';
import { beforeData } from './before-data.js';
import { endOfFile } from './end-of-file.js';
import { moving } from './moving.js';
import { nearCow } from './near-cow.js';
import { oldData } from './old-data.js';
import type { Place } from './place.js';
import { punched } from './punched.js';
import { shared } from './shared.js';
import { sparse } from './sparse.js';
import { twin } from './twin.js';
import { unwritten } from './unwritten.js';
import { written } from './written.js';

const LIST = {
  sparse,
  unwritten,
  punched,
  alternating,
  written,
  'old-data': oldData,
  shared,
  twin,
  'before-data': beforeData,
  moving,
  'end-of-file': endOfFile,
  'near-cow': nearCow,
  'before-append': beforeAppend,
} as const;

export type PlaceKind = keyof typeof LIST;

/** By name, for a step travels to its threads as plain data. */
export const PLACES: Readonly<Record<PlaceKind, Place>> = LIST;

/** The length in bytes of what a reader maps of a file: the arena, and what follows it where places have owners. */
export function mappedBytes(shape: ArenaShape & { readonly place: PlaceKind }): number {
  return arenaBytes(shape) * (PLACES[shape.place].hasOwner ? 2 : 1);
}
