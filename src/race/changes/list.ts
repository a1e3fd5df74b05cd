/** Every change by its name. A new one is one file and one line here. */
import { append } from './append.js';
import type { Change } from './change.js';
import { cloneRange } from './clone-range.js';
import { copyRange } from './copy-range.js';
import { directWrite } from './direct-write.js';
import { punch } from './punch.js';
import { truncateTail } from './truncate-tail.js';
import { vectoredWrite } from './vectored-write.js';
import { write } from './write.js';
import { writeBesideStore } from './write-beside-store.js';

const LIST = {
  write,
  'direct-write': directWrite,
  'vectored-write': vectoredWrite,
  append,
  punch,
  'truncate-tail': truncateTail,
  'write-beside-store': writeBesideStore,
  'copy-range': copyRange,
  'clone-range': cloneRange,
} as const;

export type ChangeKind = keyof typeof LIST;

/** By name, for a step travels to its threads as plain data. */
export const CHANGES: Readonly<Record<ChangeKind, Change>> = LIST;
