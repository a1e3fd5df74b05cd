/**
 * Further races of a guest that stays up. The host writes a line to the result channel, which has two ways, once the end
 * mark of the race before has come: the token of the next end mark, and the seed. All else of the order stands.
 */
import { openSync, readSync, writeFileSync } from 'node:fs';

/** The first word of the host's line. */
export const NEXT_RACE = 'race';
/** What the race's process tells init: all its records have been sent. */
export const RACE_OVER = 'over';
/** A guest that is asked for nothing ends itself. The host ends it earlier. */
export const NEXT_RACE_LIMIT_SECONDS = 600;

/** More digits than a seed has. */
const SEED_LINE_BYTES = 32;

/** The host's line for the next race. */
export function nextRaceLine(token: string, seed: number): string {
  return `${NEXT_RACE} ${token} ${seed}\n`;
}

/** Reads seeds from the pipe to which init writes them. */
export class Seeds {
  readonly #told: string;
  readonly #fd: number;

  /**
   * @param told the pipe that tells init that a race is over
   * @param seeds the pipe from which seeds come
   */
  constructor(told: string, seeds: string) {
    this.#told = told;
    // Init has it open both ways: this does not wait.
    this.#fd = openSync(seeds, 'r');
  }

  /**
   * Says that a race is over, and waits for the next one. Blocks the thread, for as long as init lets the guest be.
   *
   * @returns its seed
   * @throws Error where what comes is none
   */
  next(): number {
    writeFileSync(this.#told, `${RACE_OVER}\n`);
    const buffer = Buffer.alloc(SEED_LINE_BYTES);
    // A line as short as this is written at once, and read at once (pipe(7), PIPE_BUF).
    const line = buffer.toString('latin1', 0, readSync(this.#fd, buffer));
    const [, seed] = /^(\d{1,16})\n$/.exec(line) ?? [];
    if (seed === undefined) throw new Error('what came is no seed of a next race');
    return Number(seed);
  }
}
