/** Reads the lines that a guest's init sends of the kernel's log once the race's process has ended. */
import { LOG_LINES_LIMIT } from '../guest/log-after-race.js';
import { type Block, BlockReader } from '../kernel-log/blocks.js';
import { messageOfLine } from '../kernel-log/message.js';
import { signatureOf } from '../kernel-log/tally.js';
import type { Complaint } from '../result/complaint.js';
import type { RaceRecord, RecordSink } from '../result/records.js';

export class LogAfterRace {
  readonly #known: () => readonly Complaint[] | null;
  readonly #sink: RecordSink;
  readonly #blocks = new BlockReader((block) => this.#complained(block));
  #lines = 0;
  #beganSeconds = 0;

  /**
   * @param known what has been complained of by now, null where nobody listened
   * @param sink takes the complaints
   */
  constructor(known: () => readonly Complaint[] | null, sink: RecordSink) {
    this.#known = known;
    this.#sink = sink;
  }

  /** Takes each record of the guest, before it is the builder's. */
  take(record: RaceRecord): void {
    if (record.record === 'listening') this.#beganSeconds = record.kernelSeconds;
    if (record.record === 'log' && this.#lines++ < LOG_LINES_LIMIT) this.#read(record.line);
    if (record.record === 'end') this.#blocks.end();
  }

  #read(line: string): void {
    const message = messageOfLine(line);
    if (message === null) return;
    const seconds = Math.max(0, message.seconds - this.#beganSeconds);
    this.#blocks.push(message, { scenario: null, filesystem: null, seconds });
  }

  /** Where the process died it had told some of them: those lines come again. */
  #complained(block: Block): void {
    const known = this.#known();
    const signature = signatureOf(block);
    if (known === null || known.some((one) => signatureOf(one) === signature)) return;
    const { kind, line, place, text, circumstances } = block;
    const complaint = { kind, line, function: block.function, place, ...circumstances, times: 1 };
    this.#sink({
      record: 'complaint',
      number: known.length,
      complaint: { ...complaint, text: [...text] },
    });
  }
}
