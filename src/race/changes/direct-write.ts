import { closeSync, constants, openSync } from 'node:fs';
import { type Change, WRITES_A_PAGE } from './change.js';
import { PageWriter } from './write.js';

class DirectWriter extends PageWriter {
  readonly #directFd: number;

  constructor(path: string) {
    const fd = openSync(path, constants.O_RDWR | constants.O_DIRECT);
    super(fd);
    this.#directFd = fd;
  }

  end(): void {
    closeSync(this.#directFd);
  }
}

/** write(2) of a page through a file that was opened with O_DIRECT. */
export const directWrite: Change = {
  rule: WRITES_A_PAGE,
  performer: ({ path }) => new DirectWriter(path),
  onlyOnSome: true,
  tryOn: (_fd, path) => new DirectWriter(path).end(),
};
