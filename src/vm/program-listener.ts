/** What a guest tells of the program that it runs: held against what was ordered, for a guest is not trusted. */
import type { RaceRecord, RanRecord } from '../result/records.js';

export class ProgramListener {
  readonly #ordered: number;
  readonly #token: string;
  readonly #onRan: (ran: RanRecord) => void;
  readonly #runs: RanRecord[] = [];
  #lie: string | null = null;
  #endStatus: number | null = null;
  #done = false;
  #release: string | null = null;
  #mkfs: string | null = null;
  #untested: string | null = null;
  #refused: string | null = null;

  /**
   * @param ordered how many runs
   * @param token proves an end mark to be init's own
   * @param onRan takes each run that may be believed
   */
  constructor(ordered: number, token: string, onRan: (ran: RanRecord) => void) {
    this.#ordered = ordered;
    this.#token = token;
    this.#onRan = onRan;
  }

  /** The runs so far, in their order. */
  get runs(): readonly RanRecord[] {
    return this.#runs;
  }

  /** What it told that cannot be, null where there was nothing. After it nothing is believed. */
  get lie(): string | null {
    return this.#lie;
  }

  /** What init's end mark said, null where it never came. */
  get endStatus(): number | null {
    return this.#endStatus;
  }

  /** Whether the guest has said that it has said everything. */
  get done(): boolean {
    return this.#done;
  }

  /** The kernel's release, null before the guest has said it. */
  get release(): string | null {
    return this.#release;
  }

  /** mkfs with its arguments, null where the guest has not told. */
  get mkfs(): string | null {
    return this.#mkfs;
  }

  /** Why nothing could be run, null where it could. */
  get untested(): string | null {
    return this.#untested;
  }

  /** What mkfs said where it refused, null where it did not. */
  get refused(): string | null {
    return this.#refused;
  }

  /** Takes the next record. Those of a race are passed over. */
  take(record: RaceRecord): void {
    if (this.#lie !== null) return;
    if (record.record === 'start') this.#release ??= record.kernelRelease;
    if (record.record === 'target') this.#mkfs ??= record.target.features?.mkfs ?? null;
    if (record.record === 'untested') this.#untested ??= record.reason;
    if (record.record === 'refused') this.#refused ??= record.reason;
    if (record.record === 'done') this.#done = true;
    if (record.record === 'end' && record.token === this.#token) this.#endStatus = record.status;
    if (record.record === 'ran') this.#takeRun(record);
  }

  #takeRun(ran: RanRecord): void {
    const next = this.#runs.length + 1;
    if (ran.run !== next || next > this.#ordered || this.#done) {
      this.#lie = `run ${ran.run} behind ${this.#runs.length} of ${this.#ordered}`;
      return;
    }
    this.#runs.push(ran);
    this.#onRan(ran);
  }
}
