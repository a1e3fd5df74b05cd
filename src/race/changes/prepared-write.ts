import { PageWriter } from './write.js';

/** Gives the place other blocks with the same bytes in them, by whichever call, and writes a page there with write(2). */
export class PreparedWriter extends PageWriter {
  readonly #prepare: (offsetBytes: number) => void;
  #offsetBytes = 0;

  /** @param prepare throws where the call fails */
  constructor(fd: number, prepare: (offsetBytes: number) => void) {
    super(fd);
    this.#prepare = prepare;
  }

  override ready(index: number, fileOffsetBytes: number): void {
    super.ready(index, fileOffsetBytes);
    this.#offsetBytes = fileOffsetBytes;
  }

  override perform(): void {
    this.#prepare(this.#offsetBytes);
    super.perform();
  }
}
