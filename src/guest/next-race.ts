/**
 * Further races of a guest that stays up. The host writes a line to the result channel, which has two ways, once the end
 * mark of the race before has come: the token of the next end mark, the seed, and what of the order is another one from
 * here on. All else of the order stands.
 */
import { openSync, readSync, writeFileSync } from 'node:fs';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { GuestOrder } from './order.js';

/** The first word of the host's line. */
export const NEXT_RACE = 'race';
/** What the race's process tells init: all its records have been sent. */
export const RACE_OVER = 'over';
/** A guest that is asked for nothing ends itself. The host ends it earlier. */
export const NEXT_RACE_LIMIT_SECONDS = 600;

/** A line that is no longer is written at once, and read at once (pipe(7), PIPE_BUF). */
const LINE_BYTES = 4096;

/** What may be another one in a further race; the filesystems are made by programs that the guest has. */
export type ChangedOrder = Pick<GuestOrder, 'plan' | 'filesystems'>;

export interface NextRace {
  readonly seed: number;
  /** Null where the order stands. */
  readonly changed: ChangedOrder | null;
}

/**
 * The host's line for the next race.
 *
 * @throws RangeError where the order is too long for it
 */
export function nextRaceLine(token: string, { seed, changed }: NextRace): string {
  // One word, of characters that mean nothing to a shell.
  const word =
    changed === null ? '' : ` ${deflateRawSync(JSON.stringify(changed)).toString('base64url')}`;
  const line = `${NEXT_RACE} ${token} ${seed}${word}\n`;
  if (line.length > LINE_BYTES) throw new RangeError('the order of a further race is too long');
  return line;
}

/** Reads what to race next from the pipe to which init writes it. */
export class NextRaces {
  readonly #told: string;
  readonly #fd: number;

  /**
   * @param told the pipe that tells init that a race is over
   * @param next the pipe from which seeds and orders come
   */
  constructor(told: string, next: string) {
    this.#told = told;
    // Init has it open both ways: this does not wait.
    this.#fd = openSync(next, 'r');
  }

  /**
   * Says that a race is over, and waits for the next one. Blocks the thread, for as long as init lets the guest be.
   *
   * @throws Error where what comes is none
   */
  next(): NextRace {
    writeFileSync(this.#told, `${RACE_OVER}\n`);
    const buffer = Buffer.alloc(LINE_BYTES);
    return nextRaceOf(buffer.toString('latin1', 0, readSync(this.#fd, buffer)));
  }
}

/**
 * What init has handed on of the host's line.
 *
 * @throws Error where it is none
 */
export function nextRaceOf(line: string): NextRace {
  const [, seed, word] = /^(\d{1,16})(?: ([\w-]+))?\n$/.exec(line) ?? [];
  if (seed === undefined) throw new Error('what came is no seed of a next race');
  const changed = word === undefined ? null : (JSON.parse(inflated(word)) as ChangedOrder);
  return { seed: Number(seed), changed };
}

function inflated(word: string): string {
  return inflateRawSync(Buffer.from(word, 'base64url')).toString();
}
