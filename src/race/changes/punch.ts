import { punchHole } from '../../native/extents.js';
import { PAGE_BYTES } from '../../native/page-sizes.js';
import { type Change, type Performer, TAKES_DATA_AWAY } from './change.js';

class Puncher implements Performer {
  readonly #fd: number;
  #offsetBytes = 0;

  constructor(fd: number) {
    this.#fd = fd;
  }

  beginRound(): void {
    // The stamp is in the file.
  }

  ready(_hole: number, fileOffsetBytes: number): void {
    this.#offsetBytes = fileOffsetBytes;
  }

  perform(): void {
    punchHole(this.#fd, this.#offsetBytes, PAGE_BYTES);
  }
}

/** fallocate(2) with FALLOC_FL_PUNCH_HOLE over a page of data: zeros from then on. */
export const punch: Change = {
  rule: {
    ...TAKES_DATA_AWAY,
    expect: (bytes) => bytes.fill(0),
    number: () => undefined,
    leaves: 'hole',
  },
  performer: ({ fd }) => new Puncher(fd),
  tryOn: (fd) => punchHole(fd, 0, PAGE_BYTES),
};
