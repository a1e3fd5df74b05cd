/** Sharing blocks within a file: ioctl_ficlonerange(2), through koffi. */
import koffi from 'koffi';
import { systemError } from './errno.js';
import { writeOffset } from './io.js';

const libc = koffi.load('libc.so.6');

const ioctlCall = libc.func('int ioctl(int fd, unsigned long request, _In_ uint8_t *argument)');

/**
 * ioctl_ficlonerange(2): a struct of the source's descriptor, its offset, the length, the destination's offset, two
 * words each.
 */
const FICLONERANGE = 0x4020940d;
const FROM_WORD = 2;
const LENGTH_WORD = 4;
const TO_WORD = 6;
const STRUCT_BYTES = 32;

/** Clones within a file, again and again. */
export class RangeClone {
  readonly #fd: number;
  readonly #range = Buffer.alloc(STRUCT_BYTES);
  readonly #words: Uint32Array;

  /** @param lengthBytes that are cloned each time, whole blocks */
  constructor(fd: number, lengthBytes: number) {
    this.#fd = fd;
    this.#words = new Uint32Array(this.#range.buffer, this.#range.byteOffset, STRUCT_BYTES / 4);
    writeOffset(this.#words, 0, fd);
    writeOffset(this.#words, LENGTH_WORD, lengthBytes);
  }

  /** Says what the next clone is to share. */
  between(fromBytes: number, toBytes: number): void {
    writeOffset(this.#words, FROM_WORD, fromBytes);
    writeOffset(this.#words, TO_WORD, toBytes);
  }

  /** @throws Error with the errno's name as its code where the ioctl fails */
  perform(): void {
    if (ioctlCall(this.#fd, FICLONERANGE, this.#range) !== 0) throw systemError('FICLONERANGE');
  }
}
