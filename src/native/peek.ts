/**
 * Loads that survive a page that is not there: the kernel reads the mapping in the thread's name, and says
 * EFAULT where the thread itself would get SIGBUS, which Node.js cannot catch. The fault that it takes is a
 * real one, at the same address, in the same thread.
 */
import koffi from 'koffi';
import { closeDescriptor } from './descriptors.js';
import { systemError } from './errno.js';
import { truncate } from './extents.js';
import { pwriteCall } from './io.js';
import { mapShared } from './mmap.js';

const libc = koffi.load('libc.so.6');

const memfdCall = libc.func('int memfd_create(const char *name, unsigned int flags)');

/** memfd_create(2). */
const MFD_CLOEXEC = 1;
const WINDOW_BYTES = 4096;

export class Peek {
  readonly #fd: number;
  /** What was looked at last. */
  readonly #window: Buffer;
  readonly #seen: Uint8Array;
  readonly #mappingAddress: number;

  /**
   * @param mappingAddress of what is looked at
   * @throws Error where memfd_create(2) fails
   */
  constructor(mappingAddress: number) {
    this.#fd = memfdCall('holerace', MFD_CLOEXEC);
    if (this.#fd < 0) throw systemError('memfd_create(2)');
    truncate(this.#fd, WINDOW_BYTES);
    this.#window = mapShared(this.#fd, 0, WINDOW_BYTES);
    this.#seen = new Uint8Array(this.#window.buffer, this.#window.byteOffset, WINDOW_BYTES);
    this.#mappingAddress = mappingAddress;
  }

  /** The byte at an offset of the mapping, -1 where there is no page to load it from. */
  byteAt(offsetBytes: number): number {
    if (pwriteCall(this.#fd, this.#mappingAddress + offsetBytes, 1, 0) !== 1) return -1;
    return Atomics.load(this.#seen, 0);
  }

  /** A copy of a page's bytes, null where there is no page. Good until the next look. */
  pageAt(offsetBytes: number): Buffer | null {
    const address = this.#mappingAddress + offsetBytes;
    return pwriteCall(this.#fd, address, WINDOW_BYTES, 0) === WINDOW_BYTES ? this.#window : null;
  }

  close(): void {
    closeDescriptor(this.#fd);
  }
}
