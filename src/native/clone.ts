/** Ioctls that give a range of a file other blocks, through koffi: each class is made once and called again and again. */
import koffi from 'koffi';
import { systemError } from './errno.js';
import { writeOffset } from './io.js';

const libc = koffi.load('libc.so.6');

const ioctlCall = libc.func('int ioctl(int fd, unsigned long request, _Inout_ uint8_t *argument)');

/** An argument of fields that are read and written by 32-bit words: no BigInt is made for an offset. */
class Argument {
  readonly bytes: Buffer;
  readonly words: Uint32Array;

  constructor(lengthBytes: number) {
    this.bytes = Buffer.alloc(lengthBytes);
    this.words = new Uint32Array(this.bytes.buffer, this.bytes.byteOffset, lengthBytes / 4);
  }

  /** @param word where a field of two words begins */
  set(word: number, value: number): void {
    writeOffset(this.words, word, value);
  }

  /** @throws Error with the errno's name as its code where the ioctl fails */
  call(fd: number, request: number, name: string): void {
    if (ioctlCall(fd, request, this.bytes) !== 0) throw systemError(name);
  }
}

/**
 * ioctl_ficlonerange(2): a struct of the source's descriptor, its offset, the length, the destination's offset, two
 * words each.
 */
const FICLONERANGE = 0x4020940d;
const Clone = { FD: 0, FROM: 2, LENGTH: 4, TO: 6, BYTES: 32 } as const;

/** Clones within a file: two ranges share their blocks then. */
export class RangeClone {
  readonly #fd: number;
  readonly #argument = new Argument(Clone.BYTES);

  /** @param lengthBytes that are cloned each time, whole blocks */
  constructor(fd: number, lengthBytes: number) {
    this.#fd = fd;
    this.#argument.set(Clone.FD, fd);
    this.#argument.set(Clone.LENGTH, lengthBytes);
  }

  /** Says what the next clone is to share. */
  between(fromBytes: number, toBytes: number): void {
    this.#argument.set(Clone.FROM, fromBytes);
    this.#argument.set(Clone.TO, toBytes);
  }

  /** @throws Error with the errno's name as its code where the ioctl fails */
  perform(): void {
    this.#argument.call(this.#fd, FICLONERANGE, 'FICLONERANGE');
  }
}

/**
 * ioctl_fideduperange(2): offset and length of the source, a half word with the number of destinations, and of each
 * its descriptor, its offset, how many bytes are shared now, and a status: 0 where they are, 1 where they differ, else
 * an errno below zero.
 */
const FIDEDUPERANGE = 0xc0189436;
const Dedupe = {
  ...{ FROM: 0, LENGTH: 2, COUNT: 4 },
  ...{ FD: 6, TO: 8, SHARED: 10, STATUS: 12, BYTES: 56 },
} as const;

/** Has two ranges of a file that hold the same bytes share their blocks. */
export class RangeDedupe {
  readonly #fd: number;
  readonly #lengthBytes: number;
  readonly #argument = new Argument(Dedupe.BYTES);

  /** @param lengthBytes of either range, whole blocks */
  constructor(fd: number, lengthBytes: number) {
    this.#fd = fd;
    this.#lengthBytes = lengthBytes;
    this.#argument.set(Dedupe.LENGTH, lengthBytes);
    this.#argument.set(Dedupe.COUNT, 1);
    this.#argument.set(Dedupe.FD, fd);
  }

  /** Says whose blocks the next one is to keep, and who is to get them. */
  between(fromBytes: number, toBytes: number): void {
    this.#argument.set(Dedupe.FROM, fromBytes);
    this.#argument.set(Dedupe.TO, toBytes);
  }

  /** @throws Error with the errno's name as its code where the ioctl fails, or does not share the ranges */
  perform(): void {
    const { words } = this.#argument;
    words[Dedupe.SHARED] = 0;
    this.#argument.call(this.#fd, FIDEDUPERANGE, 'FIDEDUPERANGE');
    const status = (words[Dedupe.STATUS] ?? 0) | 0;
    if (status < 0) throw systemError('FIDEDUPERANGE', -status);
    if (status > 0) throw new Error('FIDEDUPERANGE found that equal ranges differ');
    const shared = words[Dedupe.SHARED];
    if (shared === this.#lengthBytes) return;
    throw new Error(`FIDEDUPERANGE shared ${shared} of ${this.#lengthBytes} bytes`);
  }
}

/**
 * ioctl_xfs_exchange_range(2), Linux 6.10: the first file's descriptor, both offsets, the length, flags, two words
 * each.
 */
const XFS_IOC_EXCHANGE_RANGE = 0x40285881;
const Exchange = { FD: 0, FIRST: 2, SECOND: 4, LENGTH: 6, BYTES: 40 } as const;

/** Exchanges the blocks of two ranges of a file, with what is in them. */
export class RangeExchange {
  readonly #fd: number;
  readonly #argument = new Argument(Exchange.BYTES);

  /** @param lengthBytes of either range, whole blocks */
  constructor(fd: number, lengthBytes: number) {
    this.#fd = fd;
    this.#argument.set(Exchange.FD, fd);
    this.#argument.set(Exchange.LENGTH, lengthBytes);
  }

  /** Says which ranges are exchanged next. */
  between(firstBytes: number, secondBytes: number): void {
    this.#argument.set(Exchange.FIRST, firstBytes);
    this.#argument.set(Exchange.SECOND, secondBytes);
  }

  /** @throws Error with the errno's name as its code where the ioctl fails */
  perform(): void {
    this.#argument.call(this.#fd, XFS_IOC_EXCHANGE_RANGE, 'XFS_IOC_EXCHANGE_RANGE');
  }
}
