/** Whether faults on a file's data map 2 MiB on this filesystem: no call tells, so it is tried by faults. */
import { closeSync, openSync } from 'node:fs';
import { truncate } from '../native/extents.js';
import { addressOf, unmap } from '../native/libc.js';
import { forbidReadahead, mapShared } from '../native/mmap.js';
import { HUGE_PAGE_BYTES, PAGE_BYTES } from '../native/page-sizes.js';
import { Peek } from '../native/peek.js';
import type { Target } from '../result/result.js';
import type { Step } from '../scenarios/scenario.js';
import { CHANGES } from './changes/list.js';
import { isMappedHuge, openPagemap } from './oracle/huge-fault.js';
import { ARENA_OFFSET_BYTES, arenaBytes } from './places/arena.js';
import { PLACES, type PlaceKind } from './places/list.js';
import { roundMaker } from './places/round.js';
import { Owned } from './threads/owned.js';

/** Any. */
const STAMP = 1;
/**
 * Of the places that are tried: what a filesystem aligns now and then is not laid out so. The gate asks for less
 * (huge-gates.ts), for round after round the file lies elsewhere.
 */
const TRIED_SHARE_AT_LEAST = 0.5;

/** Whether a step's faults find data, and are to map 2 MiB of it: not the huge zero page over a hole. */
export function isOfHugeData({ pageBytes, change }: Pick<Step, 'pageBytes' | 'change'>): boolean {
  return pageBytes === HUGE_PAGE_BYTES && CHANGES[change].rule.before(STAMP) > 0;
}

/** Tries it on the file that is raced, once for each kind of place. */
export class HugeData {
  readonly #path: string;
  readonly #target: Pick<Target, 'dax'>;
  readonly #lacking = new Map<PlaceKind, string | null>();

  constructor(path: string, target: Pick<Target, 'dax'>) {
    this.#path = path;
    this.#target = target;
  }

  /** Why a step is left out, null where its faults map 2 MiB, or are not to. What is tried leaves a page in the file. */
  lackedBy(step: Step): string | null {
    if (!isOfHugeData(step)) return null;
    if (!this.#target.dax)
      return 'data in the page cache is raced at 4 KiB alone: race DAX for faults of 2 MiB on it';
    const known = this.#lacking.get(step.place);
    if (known !== undefined) return known;
    const lack = this.#try(step);
    this.#lacking.set(step.place, lack);
    return lack;
  }

  #try(step: Step): string | null {
    const huge = hugeFaults(this.#path, step);
    if (huge === null || huge >= TRIED_SHARE_AT_LEAST * step.places) return null;
    return `data of this filesystem is not laid out in 2 MiB, or not mapped so (by ${huge} of ${step.places} faults on ${PLACES[step.place].words}): choose ext4, or xfs made with -d su=2m,sw=1, which is vm --fs xfs:2m`;
  }
}

/** How many faults map 2 MiB, one on each place of a round; null where it cannot be made, as the race itself will tell. */
function hugeFaults(path: string, step: Step): number | null {
  const owned = new Owned();
  try {
    const fd = owned.keep(openSync(path, 'r+'), closeSync);
    owned.keep(fd, () => truncate(fd, PAGE_BYTES));
    const { rule } = CHANGES[step.change];
    roundMaker(PLACES[step.place], { fd, shape: step, aim: rule })(STAMP);
    const mapping = owned.keep(mapShared(fd, ARENA_OFFSET_BYTES, arenaBytes(step)), unmap);
    forbidReadahead(mapping);
    const pagemap = openPagemap(mapping);
    if (pagemap === null) return 0;
    owned.keep(pagemap.fd, closeSync);
    // By the kernel, in the thread's name: a page that it has lost is not to end the process.
    const peek = owned.keep(new Peek(addressOf(mapping)), (one) => one.close());
    const places = Array.from({ length: step.places }, (_, index) => index * step.strideBytes);
    return places.filter((at) => {
      peek.byteAt(at);
      return isMappedHuge(pagemap, at);
    }).length;
  } catch {
    return null;
  } finally {
    owned.close();
  }
}
