/**
 * Writes of the hot loop, through koffi: they take less time than those of `fs.writeSync` (`scripts/bench/calls`
 * measures both).
 */
import koffi from 'koffi';
import { systemError } from './errno.js';
import { addressOf } from './libc.js';

const libc = koffi.load('libc.so.6');

/**
 * pwrite(2) itself: what it returns is the caller's to judge. The address is a number, for koffi would look a
 * Buffer's up anew in every call.
 */
export const pwriteCall = libc.func(
  'int64_t pwrite(int fd, uintptr_t bytes, size_t length, int64_t offset)',
);

const pwritevCall = libc.func(
  'int64_t pwritev(int fd, uintptr_t vectors, int count, int64_t offset)',
);
const copyFileRangeCall = libc.func(
  'int64_t copy_file_range(int from, uintptr_t fromOffset, int to, uintptr_t toOffset, size_t length, unsigned int flags)',
);

/** As O_DIRECT wants its memory, on any device. */
const ALIGNMENT_BYTES = 4096;
/** struct iovec of readv(2): an address and a length. */
const VECTOR_BYTES = 16;

/** @throws Error with the errno's name as its code where a call failed, or did less than it was to */
function check(call: string, done: number, lengthBytes: number): void {
  if (done === lengthBytes) return;
  if (done < 0) throw systemError(call);
  throw new Error(`${call} did ${done} of ${lengthBytes} bytes`);
}

/** A Buffer that does not move, and where it lies. */
function aligned(lengthBytes: number): { readonly bytes: Buffer; readonly address: number } {
  // Not from Node's pool, so that it has its memory for itself.
  const room = Buffer.alloc(lengthBytes + ALIGNMENT_BYTES);
  const beyond = addressOf(room) % ALIGNMENT_BYTES;
  const from = beyond === 0 ? 0 : ALIGNMENT_BYTES - beyond;
  const bytes = room.subarray(from, from + lengthBytes);
  return { bytes, address: addressOf(room) + from };
}

/** A Buffer that is written again and again, with O_DIRECT too. */
export class Pages {
  readonly bytes: Buffer;
  readonly #address: number;

  /** @param lengthBytes of the Buffer, which is filled with zeros */
  constructor(lengthBytes: number) {
    const { bytes, address } = aligned(lengthBytes);
    this.bytes = bytes;
    this.#address = address;
  }

  /**
   * Writes the whole Buffer with one pwrite(2).
   *
   * @throws Error with the errno's name as its code where write(2) fails, or writes less
   */
  write(fd: number, offsetBytes: number): void {
    const length = this.bytes.length;
    check('write(2)', pwriteCall(fd, this.#address, length, offsetBytes), length);
  }
}

/** Memory that cannot be read: nothing is mapped at address 0 (mmap(2); `vm.mmap_min_addr`, proc_sys_vm(5)). */
const UNREADABLE_ADDRESS = 0;

/** A Buffer that is written again and again in pieces. */
export class VectoredPages {
  readonly bytes: Buffer;
  /** Kept, for the kernel reads it by its address. */
  readonly vectors: Buffer;
  readonly #vectorsAddress: number;
  readonly #count: number;

  /**
   * @param pieces the lengths of the pieces in bytes
   * @param unreadableBytes what the call is asked for behind them: it cannot be read, so that the call ends early
   */
  constructor(pieces: readonly number[], unreadableBytes = 0) {
    const { bytes, address } = aligned(pieces.reduce((sum, piece) => sum + piece, 0));
    const all = [...pieces, ...(unreadableBytes > 0 ? [unreadableBytes] : [])];
    const vectors = aligned(all.length * VECTOR_BYTES);
    let from = address;
    for (const [index, piece] of all.entries()) {
      const start = index < pieces.length ? from : UNREADABLE_ADDRESS;
      vectors.bytes.writeBigUInt64LE(BigInt(start), index * VECTOR_BYTES);
      vectors.bytes.writeBigUInt64LE(BigInt(piece), index * VECTOR_BYTES + 8);
      from += piece;
    }
    this.bytes = bytes;
    this.vectors = vectors.bytes;
    this.#vectorsAddress = vectors.address;
    this.#count = all.length;
  }

  /**
   * Writes all pieces with one pwritev(2), and no more.
   *
   * @throws Error with the errno's name as its code where it fails, or writes anything else
   */
  write(fd: number, offsetBytes: number): void {
    const written = pwritevCall(fd, this.#vectorsAddress, this.#count, offsetBytes);
    check('pwritev(2)', written, this.bytes.length);
  }
}

/**
 * A pwrite(2) that is refused with EFAULT: nothing of what it is to write can be read.
 *
 * @throws Error with the errno's name as its code where it fails otherwise, or writes something
 */
export function refusedWrite(fd: number, lengthBytes: number, offsetBytes: number): void {
  const written = pwriteCall(fd, UNREADABLE_ADDRESS, lengthBytes, offsetBytes);
  if (written >= 0) throw new Error(`pwrite(2) wrote ${written} bytes that cannot be read`);
  if (koffi.errno() !== koffi.os.errno.EFAULT) throw systemError('pwrite(2)');
}

/** Copies within a file, again and again. */
export class RangeCopy {
  readonly #fd: number;
  readonly #lengthBytes: number;
  /** Where from and where to: the kernel moves both on. */
  readonly #offsets: Uint32Array;
  readonly #fromAddress: number;
  readonly #toAddress: number;

  /** @param lengthBytes that are copied each time */
  constructor(fd: number, lengthBytes: number) {
    const { bytes, address } = aligned(2 * BigInt64Array.BYTES_PER_ELEMENT);
    this.#fd = fd;
    this.#lengthBytes = lengthBytes;
    this.#offsets = new Uint32Array(bytes.buffer, bytes.byteOffset, 4);
    this.#fromAddress = address;
    this.#toAddress = address + BigInt64Array.BYTES_PER_ELEMENT;
  }

  /** Says what the next copy is to copy. */
  between(fromBytes: number, toBytes: number): void {
    writeOffset(this.#offsets, 0, fromBytes);
    writeOffset(this.#offsets, 2, toBytes);
  }

  /**
   * One copy_file_range(2).
   *
   * @throws Error with the errno's name as its code where it fails, or copies less
   */
  perform(): void {
    const [fd, length] = [this.#fd, this.#lengthBytes];
    const copied = copyFileRangeCall(fd, this.#fromAddress, fd, this.#toAddress, length, 0);
    check('copy_file_range(2)', copied, length);
  }
}

/** Stores a 64-bit offset in two words, without the BigInt that would have to be allocated for it. */
export function writeOffset(words: Uint32Array, word: number, offsetBytes: number): void {
  words[word] = offsetBytes % 2 ** 32;
  words[word + 1] = Math.floor(offsetBytes / 2 ** 32);
}
