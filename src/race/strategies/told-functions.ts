/**
 * The names of the kernel's functions that calls on a filesystem may pass, in memory that the threads of a race share: the
 * kernel is asked once, while the race goes on.
 */
import { functionsToldLike } from '../../native/kernel-symbols.js';
import { CHANGE_NAMES, FAULT_NAMES, fits } from './told-points.js';

/** In a plan and on the command line: the functions that the kernel tells, in the place of a list. */
export const TOLD = 'told';

/** Far more than any filesystem has; what comes behind that is left out. */
const TEXT_LIMIT_BYTES = 256 * 1024;
/** The bytes of the text and one, 0 while the kernel has not answered; the text follows. */
const LENGTH_BYTES = Int32Array.BYTES_PER_ELEMENT;

/** What a thread has to know of it. */
export interface SharedNames {
  readonly memory: SharedArrayBuffer;
  /** As the kernel calls it. */
  readonly filesystem: string;
}

export class ToldFunctions {
  readonly shared: SharedNames;
  readonly #tell: typeof functionsToldLike;
  #asked: Promise<void> | null = null;

  /**
   * @param filesystem as the kernel calls it
   * @param tell how the kernel is asked
   */
  constructor(filesystem: string, tell = functionsToldLike) {
    this.shared = { memory: new SharedArrayBuffer(LENGTH_BYTES + TEXT_LIMIT_BYTES), filesystem };
    this.#tell = tell;
  }

  /** Has the kernel tell them, the first time; until then, and where it does not, there are none. */
  ask(): Promise<void> {
    this.#asked ??= this.#read();
    return this.#asked;
  }

  async #read(): Promise<void> {
    const { memory, filesystem } = this.shared;
    const mayPass = (name: string): boolean =>
      fits(FAULT_NAMES, filesystem, name) || fits(CHANGE_NAMES, filesystem, name);
    const all = Buffer.from((await this.#tell(mayPass)).join('\n'), 'latin1');
    const isWhole = all.length <= TEXT_LIMIT_BYTES;
    const kept = isWhole ? all : all.subarray(0, all.lastIndexOf('\n', TEXT_LIMIT_BYTES));
    Buffer.from(memory).set(kept, LENGTH_BYTES);
    // Behind the text: who sees the length sees that too.
    Atomics.store(new Int32Array(memory, 0, 1), 0, kept.length + 1);
  }
}

/** The names, null while the kernel has not answered. */
export function namesIn({ memory }: SharedNames): readonly string[] | null {
  const length = Atomics.load(new Int32Array(memory, 0, 1), 0) - 1;
  if (length < 0) return null;
  const text = Buffer.from(memory, LENGTH_BYTES, length).toString('latin1');
  return text === '' ? [] : text.split('\n');
}
