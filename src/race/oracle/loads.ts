/** The reader's loads from its mapping, and its stores. */
import type { Peek } from '../../native/peek.js';

export class Loads {
  /** For Atomics.load, which neither compiler nor processor may move, merge or repeat. */
  readonly #bytes: Uint8Array;
  readonly #peek: Peek | null;

  /** @param peek where loads may find no page, null elsewhere: it takes longer */
  constructor({ buffer, byteOffset, length }: Buffer, peek: Peek | null) {
    this.#bytes = new Uint8Array(buffer, byteOffset, length);
    this.#peek = peek;
  }

  /** The byte at an offset of the mapping, NO_PAGE where there is no page to load it from. */
  byteAt(offsetBytes: number): number {
    return this.#peek === null
      ? Atomics.load(this.#bytes, offsetBytes)
      : this.#peek.byteAt(offsetBytes);
  }

  /** A byte where a store has been: it has a page. */
  storedAt(offsetBytes: number): number {
    return Atomics.load(this.#bytes, offsetBytes);
  }

  /** Stores a byte through the mapping. */
  store(offsetBytes: number, byte: number): void {
    Atomics.store(this.#bytes, offsetBytes, byte);
  }
}
