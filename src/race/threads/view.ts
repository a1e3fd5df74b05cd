/** One reader's view of the arena: a mapping of the file, what loads from it, and what has been found in it. */
import { addressOf, mapAgain, unmap } from '../../native/libc.js';
import { forbidHugePages, forbidReadahead, mapShared } from '../../native/mmap.js';
import { HUGE_PAGE_BYTES } from '../../native/page-sizes.js';
import { Peek } from '../../native/peek.js';
import type { Step } from '../../scenarios/scenario.js';
import type { Rule } from '../changes/change.js';
import { Findings, type OnStale } from '../oracle/findings.js';
import { Loads } from '../oracle/loads.js';
import { ARENA_OFFSET_BYTES } from '../places/arena.js';
import { mappedBytes, PLACES } from '../places/list.js';
import type { Owned } from './owned.js';

export interface ViewOrder {
  readonly step: Step;
  readonly rule: Rule;
  /** The file, which the view does not close. */
  readonly fd: number;
  /** Whether it is that of the second reader, which only loads and faults in small pages. */
  readonly isSecond: boolean;
  readonly evidenceLimit: number;
  readonly onStale: OnStale;
}

export class View {
  readonly mapping: Buffer;
  readonly loads: Loads;
  readonly findings: Findings;
  readonly #fd: number;
  readonly #mapsHuge: boolean;

  /** @param owned takes what the view has mapped, and gives it back */
  constructor({ step, rule, fd, isSecond, evidenceLimit, onStale }: ViewOrder, owned: Owned) {
    const stores = !isSecond && rule.storeOffsetBytes !== null;
    const mapping = mapShared(fd, ARENA_OFFSET_BYTES, mappedBytes(step), stores);
    owned.keep(mapping, unmap);
    this.mapping = mapping;
    this.#fd = fd;
    this.#mapsHuge = !isSecond && step.pageBytes === HUGE_PAGE_BYTES;
    const peeks = !isSecond && PLACES[step.place].isBehindEnd;
    const peek = peeks ? owned.keep(new Peek(addressOf(mapping)), (one) => one.close()) : null;
    const advise = (pages: Buffer): void => this.#advise(pages);
    const loads = new Loads({ fd, mapping, writable: stores, peek, advise });
    this.loads = owned.keep(loads, (one) => one.close());
    this.findings = new Findings({ step, rule, fd, loads, evidenceLimit, onStale });
    this.#advise(mapping);
  }

  /** Maps the arena anew in the same place: page tables that a round has left would keep the next one from huge faults. */
  beginRound(): void {
    if (!this.#mapsHuge) return;
    mapAgain(this.mapping, this.#fd, ARENA_OFFSET_BYTES);
    this.#advise(this.mapping);
  }

  #advise(pages: Buffer): void {
    if (!this.#mapsHuge) forbidHugePages(pages);
    forbidReadahead(pages);
  }
}
