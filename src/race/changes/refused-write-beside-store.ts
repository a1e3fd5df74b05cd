import { refusedWrite } from '../../native/io.js';
import { oldStampOf } from '../places/stamps.js';
import { type Change, OVERWRITES_A_PAGE, type Performer } from './change.js';
import { WRITTEN_BYTES } from './write-beside-store.js';

class RefusedWriter implements Performer {
  readonly #fd: number;
  #offsetBytes = 0;

  constructor(fd: number) {
    this.#fd = fd;
  }

  beginRound(): void {}

  ready(_index: number, fileOffsetBytes: number): void {
    this.#offsetBytes = fileOffsetBytes;
  }

  perform(): void {
    refusedWrite(this.#fd, WRITTEN_BYTES, this.#offsetBytes);
  }
}

/** write(2) over the first half of a page of data, which is refused, while the reader stores a byte into the second. */
export const refusedWriteBesideStore: Change = {
  rule: {
    ...OVERWRITES_A_PAGE,
    after: oldStampOf,
    storeOffsetBytes: WRITTEN_BYTES,
    expect: (bytes, stamp) =>
      bytes.fill(oldStampOf(stamp)).fill(stamp, WRITTEN_BYTES, WRITTEN_BYTES + 1),
  },
  performer: ({ fd }) => new RefusedWriter(fd),
};
