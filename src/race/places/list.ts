/** Every kind of place by its name. A new one is one file and one line here. */
import { alternating } from './alternating.js';
import { endOfFile } from './end-of-file.js';
import type { Place } from './place.js';
import { punched } from './punched.js';
import { sparse } from './sparse.js';
import { unwritten } from './unwritten.js';
import { written } from './written.js';

const LIST = {
  sparse,
  unwritten,
  punched,
  alternating,
  written,
  'end-of-file': endOfFile,
} as const;

export type PlaceKind = keyof typeof LIST;

/** By name, for a step travels to its threads as plain data. */
export const PLACES: Readonly<Record<PlaceKind, Place>> = LIST;
