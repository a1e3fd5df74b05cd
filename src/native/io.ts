/**
 * Writes of the hot loop, through koffi: they take less time than those of `fs.writeSync` (`scripts/bench/calls`
 * measures both).
 */
import koffi from 'koffi';
import { systemError } from './errno.js';
import { addressOf } from './libc.js';

const libc = koffi.load('libc.so.6');

// The address as a number: koffi would look a Buffer's up anew in every call.
const pwriteCall = libc.func(
  'int64_t pwrite(int fd, uintptr_t bytes, size_t length, int64_t offset)',
);

/** A Buffer that is written again and again. */
export class Pages {
  readonly bytes: Buffer;
  readonly #address: number;

  /** @param lengthBytes of the Buffer, which is filled with zeros */
  constructor(lengthBytes: number) {
    // Not from Node's pool, so that it has its memory for itself.
    this.bytes = Buffer.alloc(lengthBytes);
    // User addresses have 47 bits: a number holds them.
    this.#address = Number(addressOf(this.bytes));
  }

  /**
   * Writes the whole Buffer with one pwrite(2).
   *
   * @throws Error with the errno's name as its code where write(2) fails, or writes less
   */
  write(fd: number, offsetBytes: number): void {
    const written = pwriteCall(fd, this.#address, this.bytes.length, offsetBytes);
    if (written === this.bytes.length) return;
    if (written < 0) throw systemError('write(2)');
    throw new Error(`write(2) wrote ${written} of ${this.bytes.length} bytes`);
  }
}
