import { VectoredPages } from '../../native/io.js';
import { PAGE_BYTES } from '../../scenarios/scenario.js';
import { type Change, type Performer, WRITES_A_PAGE } from './change.js';

const PAGES = 4;
/** Cut beside the pages' bounds, so that one page's bytes come from two of them. */
const CUTS_BYTES = [PAGE_BYTES + 512, PAGE_BYTES - 512, 2 * PAGE_BYTES] as const;

class VectoredWriter implements Performer {
  readonly #fd: number;
  readonly #pages = new VectoredPages(CUTS_BYTES);
  #offsetBytes = 0;

  constructor(fd: number) {
    this.#fd = fd;
  }

  beginRound(stamp: number): void {
    this.#pages.bytes.fill(stamp);
  }

  ready(hole: number, fileOffsetBytes: number): void {
    WRITES_A_PAGE.number(this.#pages.bytes, hole);
    this.#offsetBytes = fileOffsetBytes;
  }

  perform(): void {
    this.#pages.write(this.#fd, this.#offsetBytes);
  }

  end(): void {
    // Its file is the writer's.
  }
}

/** One pwritev(2) over four pages; the racing load takes the first or the second of its two holes. */
export const vectoredWrite: Change = {
  rule: {
    ...WRITES_A_PAGE,
    checkedBytes: PAGES * PAGE_BYTES,
    loadOffsetBytes: (hole) => (hole % 2) * 2 * PAGE_BYTES,
  },
  performer: ({ fd }) => new VectoredWriter(fd),
};
