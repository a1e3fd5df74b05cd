/**
 * What has been complained of so far: the same again is only counted, and whatever a log may hold, no more
 * is kept than the ceiling says.
 */
import type { Complaint, ComplaintKind } from '../result/complaint.js';
import { COMPLAINTS_CEILING } from '../result/limits.js';
import type { RecordSink } from '../result/records.js';
import type { Block, Circumstances } from './blocks.js';

interface Counted {
  readonly number: number;
  times: number;
  toldTimes: number;
}

/** One place is kept for what the flood itself is. */
const KEPT = COMPLAINTS_CEILING - 1;
const TOO_MANY = 'more complaints came than are kept: these are only counted';
const LOST = 'messages of the log were lost: they came faster than they could be read';

export class ComplaintTally {
  readonly #sink: RecordSink;
  readonly #counted = new Map<string, Counted>();

  constructor(sink: RecordSink) {
    this.#sink = sink;
  }

  /** Takes a complaint: one that is new is told at once. */
  add(block: Block): void {
    const { kind, line, place, text, circumstances } = block;
    const { scenario, filesystem } = circumstances;
    const key = JSON.stringify([scenario, filesystem, signatureOf(block)]);
    if (this.#isAgain(key)) return;
    if (this.#counted.size >= KEPT) {
      this.#flooded(TOO_MANY, circumstances);
      return;
    }
    const named = { function: block.function, place };
    this.#tell(key, { kind, line, ...named, ...circumstances, times: 1, text: [...text] });
  }

  /** Notes that some of the log was gone before it could be read. */
  addLost(circumstances: Circumstances): void {
    this.#flooded(LOST, circumstances);
  }

  /** Tells how often each has come again since it was last told. */
  tellAgain(): void {
    for (const one of this.#counted.values()) {
      if (one.times === one.toldTimes) continue;
      one.toldTimes = one.times;
      this.#sink({ record: 'complaint-again', number: one.number, times: one.times });
    }
  }

  /** However it came to it, there is one such complaint. */
  #flooded(line: string, circumstances: Circumstances): void {
    const kind: ComplaintKind = 'flood';
    if (this.#isAgain(kind)) return;
    const nowhere = { function: null, place: null };
    this.#tell(kind, { kind, line, ...nowhere, ...circumstances, times: 1, text: [line] });
  }

  #isAgain(key: string): boolean {
    const known = this.#counted.get(key);
    if (known !== undefined) known.times++;
    return known !== undefined;
  }

  #tell(key: string, complaint: Complaint): void {
    const number = this.#counted.size;
    this.#counted.set(key, { number, times: 1, toldTimes: 1 });
    this.#sink({ record: 'complaint', number, complaint });
  }
}

/** What makes two complaints the same: neither addresses, nor numbers of processes, cpus and pages. */
export function signatureOf(
  block: Pick<Complaint, 'kind' | 'line' | 'function' | 'place'>,
): string {
  const { kind, line, place } = block;
  const plain = line.replace(/\b(?:0x)?[0-9a-f]*\d[0-9a-f]*\b/gi, '#');
  return JSON.stringify([kind, place, block.function, plain]);
}
