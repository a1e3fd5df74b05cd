/** Reads the kernel's log as it grows, without ever waiting for it. */
import { closeSync, constants, openSync, readSync } from 'node:fs';
import { seekEnd } from '../native/seek.js';
import { type Message, messageOfRecord } from './message.js';

/** The kernel's log, a record to each read (Documentation/ABI/testing/dev-kmsg). */
export const KERNEL_LOG = '/dev/kmsg';

/** Longer than any record, for a shorter buffer is refused (kernel/printk/internal.h, PRINTK_MESSAGE_MAX). */
const BUFFER_BYTES = 16 * 1024;
/** Whatever a log may say meanwhile, a look at it ends. */
const RECORDS_A_LOOK = 4096;

export interface Look {
  readonly messages: readonly Message[];
  /** Whether messages were overwritten before they were read. */
  readonly lost: boolean;
}

export class KernelLogReader {
  readonly #fd: number;
  readonly #buffer = Buffer.alloc(BUFFER_BYTES);
  /** A record comes whole from the kernel; what stands in for a log in tests may be cut anywhere. */
  #rest = '';

  /**
   * Opens the log behind all that it holds. To read that would be a call for each record of the boot.
   *
   * @throws where it cannot be read: there is none, as in many containers, or it takes a privilege (dmesg_restrict)
   */
  constructor(file: string) {
    this.#fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      seekEnd(this.#fd);
    } catch (error) {
      closeSync(this.#fd);
      throw error;
    }
  }

  /** What has come since the last look, as far as a look goes. */
  look(): Look {
    const messages: Message[] = [];
    let lost = false;
    for (let records = 0; records < RECORDS_A_LOOK; records++) {
      const next = this.#next();
      if (next === null) break;
      if (next === 'lost') lost = true;
      else messages.push(...this.#messagesIn(next));
    }
    return { messages, lost };
  }

  close(): void {
    closeSync(this.#fd);
  }

  /** The next record; null where there is none yet. */
  #next(): string | 'lost' | null {
    try {
      const length = readSync(this.#fd, this.#buffer);
      return length === 0 ? null : this.#buffer.toString('utf8', 0, length);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EAGAIN') return null;
      // Overwritten meanwhile: the next read gives what is there now.
      if (code === 'EPIPE') return 'lost';
      throw error;
    }
  }

  #messagesIn(text: string): Message[] {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    return lines.flatMap((line) => messageOfRecord(line) ?? []);
  }
}
