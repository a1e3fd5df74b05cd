/** Every change by its name. A new one is one file and one line here. */
import { append } from './append.js';
import type { Change } from './change.js';
import { cloneOver } from './clone-over.js';
import { cloneRange } from './clone-range.js';
import { collapseRange } from './collapse-range.js';
import { copyRange } from './copy-range.js';
import { dedupe } from './dedupe.js';
import { directOverwrite } from './direct-overwrite.js';
import { directWrite } from './direct-write.js';
import { exchangeRange } from './exchange-range.js';
import { insertRange } from './insert-range.js';
import { neighbourWrite } from './neighbour-write.js';
import { overwrite } from './overwrite.js';
import { overwriteBesideStore } from './overwrite-beside-store.js';
import { punch } from './punch.js';
import { refusedWriteBesideStore } from './refused-write-beside-store.js';
import { shortWrite } from './short-write.js';
import { store } from './store.js';
import { storeOver } from './store-over.js';
import { truncateTail } from './truncate-tail.js';
import { unshare } from './unshare.js';
import { vectoredWrite } from './vectored-write.js';
import { write } from './write.js';
import { writeBesideStore } from './write-beside-store.js';
import { zeroRange } from './zero-range.js';

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
  'clone-over': cloneOver,
  'collapse-range': collapseRange,
  dedupe,
  'direct-overwrite': directOverwrite,
  'exchange-range': exchangeRange,
  'insert-range': insertRange,
  'neighbour-write': neighbourWrite,
  overwrite,
  'overwrite-beside-store': overwriteBesideStore,
  'refused-write-beside-store': refusedWriteBesideStore,
  'short-write': shortWrite,
  store,
  'store-over': storeOver,
  unshare,
  'zero-range': zeroRange,
} as const;

export type ChangeKind = keyof typeof LIST;

/** By name, for a step travels to its threads as plain data. */
export const CHANGES: Readonly<Record<ChangeKind, Change>> = LIST;
