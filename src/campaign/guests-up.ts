/**
 * The guests that a campaign keeps up between its runs, one of a kernel, for it may come back to a kernel. A run in which
 * anything but clean or stale happened ends its guest, and so does the end of the campaign, or want of room for others.
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
  /** Guests at once, the one that races included: of others the one that was idle for longest is ended. */
  readonly most: number;
  /** Makes a guest that boots with its first race. */
  readonly start: (staysUp: boolean) => KeptGuest;
  /** Whether a guest goes on in which nothing could be tested: where what is raced is what was at fault. */
  readonly keepsUntested?: boolean;
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
  /** Those in which no race is under way, the one that raced last at the end. */
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
    const { runsPerBoot, start, keepsUntested = false } = this.#options;
    const guest = (await this.#take(place)) ?? start(runsPerBoot > 1);
    let isKept = false;
    try {
      const result = await guest.race(options);
      const wasTested = keepsUntested || result.verdict !== 'untested';
      const isWhole = wasTested && result.finding === null;
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
    const all = this.#idle;
    this.#idle = [];
    await endAll(all);
  }

  /** The guest of this kernel, null where none is up. Others make room. */
  async #take(place: string): Promise<KeptGuest | null> {
    const found = this.#idle.find((one) => one.place === place && one.guest.isUp);
    const others = this.#idle.filter((one) => one !== found && one.guest.isUp);
    const gone = this.#idle.filter((one) => !one.guest.isUp);
    const tooMany = others.slice(0, Math.max(0, others.length - (this.#options.most - 1)));
    this.#idle = others.slice(tooMany.length);
    await endAll([...gone, ...tooMany]);
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

async function endAll(idle: readonly Idle[]): Promise<void> {
  for (const { timer } of idle) clearTimeout(timer);
  await Promise.all(idle.map(({ guest }) => guest.close()));
}
