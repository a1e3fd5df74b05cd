/** Deadlines of a race in a guest: for the boot, for its progress, for the whole, and after its end mark. */
import { once } from 'node:events';
import type { RaceRecord } from '../result/records.js';
import { WatchedTime } from '../watched-time.js';
import type { Guest } from './qemu/qemu.js';

/** From QEMU's start to the guest's first record. Emulated guests of a modular kernel need 10 to 20 s. */
export const BOOT_LIMIT_MS = 120_000;
/** Between two records. Longer than the race's own limit for an attempt, so that the guest can say it itself. */
export const PROGRESS_LIMIT_MS = 90_000;
/** From the end mark to QEMU's end. */
const POWER_OFF_LIMIT_MS = 10_000;
const LOOK_EVERY_MS = 250;

export interface CutOff {
  readonly kind: 'no-boot' | 'hang' | 'interrupted';
  readonly message: string;
}

/** The guest around the race. */
export interface Around {
  /** It has been up before: what is awaited is no boot. */
  readonly isUp: boolean;
  /** It goes on behind the race's end mark. */
  readonly staysUp: boolean;
}

const ALONE: Around = { isUp: false, staysUp: false };

export class Watchdog {
  readonly #timeoutMs: number;
  /** A holerace that was stopped has not heard its guest, and that not been silent. */
  readonly #time = new WatchedTime();
  #heardMs: number | null = null;
  /** When init's own end mark came: nothing that follows it moves that. */
  #endedMs: number | null = null;
  #stuck: string | null = null;
  #isOver = false;
  /** Has it look again before its next look is due. */
  #wake: () => void = () => undefined;

  readonly #token: string;
  readonly #staysUp: boolean;

  /**
   * @param timeoutMs for the whole
   * @param token proves an end mark to be init's own
   */
  constructor(timeoutMs: number, token: string, { isUp, staysUp }: Around = ALONE) {
    this.#timeoutMs = timeoutMs;
    this.#token = token;
    this.#staysUp = staysUp;
    if (isUp) this.#heardMs = 0;
  }

  /** Notes a sign of life. */
  heard(record: RaceRecord): void {
    this.#heardMs = this.#time.look();
    if (record.record === 'end' && record.token === this.#token) {
      this.#endedMs ??= this.#time.look();
      this.#isOver ||= this.#staysUp && record.status === 0;
      if (this.#isOver) this.#wake();
    }
    if (record.record === 'stuck') this.#stuck ??= record.reason;
  }

  /** Whether the race has come to its end mark in a guest that goes on. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Whether there has been any sign of life. */
  get hasHeard(): boolean {
    return this.#heardMs !== null;
  }

  /**
   * Waits until the guest has ended, or the race alone in one that goes on, and ends the guest at a deadline.
   *
   * @returns why it was cut off, null where it ended by itself or after its end mark
   */
  async watch(guest: Guest, signal: AbortSignal): Promise<CutOff | null> {
    let ended = false;
    const end = guest.ended.finally(() => {
      ended = true;
    });
    const over = new AbortController();
    const interrupted = once(signal, 'abort', { signal: over.signal }).catch(() => undefined);
    if (signal.aborted) guest.kill();
    for (;;) {
      let timer: NodeJS.Timeout | undefined;
      const look = new Promise((resolve) => {
        timer = setTimeout(resolve, LOOK_EVERY_MS);
        this.#wake = () => resolve(undefined);
      });
      if (this.#isOver) this.#wake();
      await Promise.race([end, look, interrupted]);
      clearTimeout(timer);
      const cutOff = signal.aborted ? INTERRUPTED : this.#overdue();
      if (cutOff === null && this.#isOver) {
        over.abort();
        return null;
      }
      if (cutOff !== null || this.#powerOffOverdue()) guest.kill();
      if (cutOff !== null || this.#powerOffOverdue() || ended) {
        over.abort();
        await end;
        return cutOff;
      }
    }
  }

  #powerOffOverdue(): boolean {
    return this.#endedMs !== null && this.#time.look() - this.#endedMs > POWER_OFF_LIMIT_MS;
  }

  #overdue(): CutOff | null {
    if (this.#stuck !== null) return { kind: 'hang', message: this.#stuck };
    if (this.#endedMs !== null) return null;
    const now = this.#time.look();
    if (now > this.#timeoutMs) {
      const kind = this.#heardMs === null ? 'no-boot' : 'hang';
      return { kind, message: `the guest did not end within ${this.#timeoutMs / 1000} s` };
    }
    if (this.#heardMs === null) {
      if (now <= BOOT_LIMIT_MS) return null;
      return {
        kind: 'no-boot',
        message: `the guest did not boot within ${BOOT_LIMIT_MS / 1000} s`,
      };
    }
    if (now - this.#heardMs <= PROGRESS_LIMIT_MS) return null;
    return { kind: 'hang', message: `the guest has been silent for ${PROGRESS_LIMIT_MS / 1000} s` };
  }
}

const INTERRUPTED: CutOff = { kind: 'interrupted', message: 'the run was interrupted' };
