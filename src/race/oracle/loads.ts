/** The reader's loads from one of its mappings, and its stores. A load that gets SIGBUS ends, and has no page. */
import { mapPageAgain } from '../../native/libc.js';
import { PAGE_BYTES } from '../../native/page-sizes.js';
import type { Peek } from '../../native/peek.js';
import { SigbusCount } from '../../native/sigbus.js';
import { ARENA_OFFSET_BYTES } from '../places/arena.js';
import { NO_PAGE } from '../places/stamps.js';
import { pagesMatch, wordsMatch, wordsOf } from './oracle.js';

/** Bytes that are looked at by words as well. */
export interface Expected {
  readonly bytes: Buffer;
  readonly words: Int32Array;
}

export interface LoadsOrder {
  readonly fd: number;
  /** Of the file, from the arena on. */
  readonly mapping: Buffer;
  readonly writable: boolean;
  /** Where loads may find no page, and rightly; null elsewhere, for it takes longer. */
  readonly peek: Peek | null;
  /** What the kernel is advised of the mapping, for a page of it that is mapped anew. */
  readonly advise: (pages: Buffer) => void;
}

export class Loads {
  readonly #order: LoadsOrder;
  /** For Atomics.load, which neither compiler nor processor may move, merge or repeat. */
  readonly #bytes: Uint8Array;
  readonly #words: Int32Array;
  readonly #peek: Peek | null;
  readonly #sigbus: SigbusCount;

  constructor(order: LoadsOrder) {
    const { buffer, byteOffset, length } = order.mapping;
    this.#order = order;
    this.#bytes = new Uint8Array(buffer, byteOffset, length);
    this.#words = wordsOf(order.mapping);
    this.#peek = order.peek;
    this.#sigbus = new SigbusCount(order.mapping);
  }

  /** The byte at an offset of the mapping, NO_PAGE where there is no page to load it from. */
  byteAt(offsetBytes: number): number {
    if (this.#peek !== null) return this.#peek.byteAt(offsetBytes);
    const byte = Atomics.load(this.#bytes, offsetBytes);
    return this.#sigbus.hasNew() ? this.#noPage(offsetBytes) : byte;
  }

  /** A byte where a store has been. */
  storedAt(offsetBytes: number): number {
    const byte = Atomics.load(this.#bytes, offsetBytes);
    return this.#sigbus.hasNew() ? this.#noPage(offsetBytes) : byte;
  }

  /** Stores a byte through the mapping. Returns whether there was a page to store it to. */
  store(offsetBytes: number, byte: number): boolean {
    Atomics.store(this.#bytes, offsetBytes, byte);
    if (!this.#sigbus.hasNew()) return true;
    this.#noPage(offsetBytes);
    return false;
  }

  /** A copy of the bytes at an offset, null where a page lacks. Those of a peek are one page. */
  bytesAt(offsetBytes: number, lengthBytes: number): Buffer | null {
    const { mapping, peek } = this.#order;
    if (peek !== null) return peek.pageAt(offsetBytes);
    const bytes = Buffer.from(mapping.subarray(offsetBytes, offsetBytes + lengthBytes));
    return this.#lacks(offsetBytes, lengthBytes) ? null : bytes;
  }

  /**
   * Whether the mapping shows what is expected from an offset on, null where a page lacks.
   *
   * @param whole at every byte, and not only at some words of each page
   */
  shows(offsetBytes: number, { bytes, words }: Expected, whole: boolean): boolean | null {
    const { mapping, peek } = this.#order;
    if (peek !== null) return peek.pageAt(offsetBytes)?.equals(bytes) ?? null;
    const same = whole
      ? pagesMatch(mapping, offsetBytes, bytes)
      : wordsMatch(this.#words, offsetBytes, words);
    return this.#lacks(offsetBytes, bytes.length) ? null : same;
  }

  #lacks(offsetBytes: number, lengthBytes: number): boolean {
    if (!this.#sigbus.hasNew()) return false;
    for (let at = 0; at < lengthBytes; at += PAGE_BYTES) this.#noPage(offsetBytes + at);
    return true;
  }

  /** Has the page mapped anew: zeros lie over it, which are no page of the file. */
  #noPage(offsetBytes: number): number {
    const { mapping, fd, writable, advise } = this.#order;
    advise(mapPageAgain(mapping, offsetBytes, fd, ARENA_OFFSET_BYTES, writable));
    return NO_PAGE;
  }

  /** Ends it: the mapping is about to go. */
  close(): void {
    this.#sigbus.close();
  }
}
