/**
 * The guests that a campaign keeps up between its runs. One is kept for as long as runs of its kernel are asked for:
 * another kernel, a run in which anything but clean or stale happened, or the end of the campaign ends it.
 */
import type { Result } from '../result/result.js';
import type { VmOptions } from '../vm/options.js';

/** Of a guest, what is needed here. */
export interface KeptGuest {
  /** Whether it takes another race. */
  readonly isUp: boolean;
  /** The races that it has had. */
  readonly races: number;
  race(options: VmOptions): Promise<Result>;
  close(): Promise<void>;
}

export interface GuestsUpOptions {
  /** Races that a guest has at the most. */
  readonly runsPerBoot: number;
  /** Makes a guest that boots with its first race. */
  readonly start: (staysUp: boolean) => KeptGuest;
  readonly idleLimitMs?: number;
}

/** A guest that nobody wants a race of is ended, while a commit is built for instance: earlier than it ends itself. */
const IDLE_LIMIT_MS = 300_000;

interface Idle {
  readonly place: string;
  readonly guest: KeptGuest;
  readonly timer: NodeJS.Timeout;
}

export class GuestsUp {
  readonly #options: GuestsUpOptions;
  /** Those in which no race is under way. */
  #idle: readonly Idle[] = [];

  constructor(options: GuestsUpOptions) {
    this.#options = options;
  }

  /**
   * Races in the guest of this kernel that is up, or in a new one.
   *
   * @param place where the kernel lies: what tells kernels apart
   * @throws UsageError where the guest could not be started
   */
  async race(place: string, options: VmOptions): Promise<Result> {
    const { runsPerBoot, start } = this.#options;
    const guest = (await this.#take(place)) ?? start(runsPerBoot > 1);
    let isKept = false;
    try {
      const result = await guest.race(options);
      const isWhole = result.verdict !== 'untested' && result.finding === null;
      if (isWhole && guest.isUp && guest.races < runsPerBoot) {
        this.#keep(place, guest);
        isKept = true;
      }
      return result;
    } finally {
      if (!isKept) await guest.close();
    }
  }

  /** Ends all of them. */
  async close(): Promise<void> {
    const idle = this.#idle;
    this.#idle = [];
    for (const { timer } of idle) clearTimeout(timer);
    await Promise.all(idle.map(({ guest }) => guest.close()));
  }

  /** The guest of this kernel, null where none is up. Others make room. */
  async #take(place: string): Promise<KeptGuest | null> {
    const found = this.#idle.find((one) => one.place === place && one.guest.isUp);
    this.#idle = this.#idle.filter((one) => one !== found);
    await this.close();
    if (found === undefined) return null;
    clearTimeout(found.timer);
    return found.guest;
  }

  #keep(place: string, guest: KeptGuest): void {
    const { idleLimitMs = IDLE_LIMIT_MS } = this.#options;
    const timer = setTimeout(() => void this.#end(guest), idleLimitMs).unref();
    this.#idle = [...this.#idle, { place, guest, timer }];
  }

  async #end(guest: KeptGuest): Promise<void> {
    this.#idle = this.#idle.filter((one) => one.guest !== guest);
    await guest.close();
  }
}
