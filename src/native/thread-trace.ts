/**
 * Which functions of the kernel the calling thread passes, and when: a probe at each of them, all at once, whose records
 * tell the time.
 */
import koffi from 'koffi';
import { closeEvent, openEvent, type ProbeEvent, RING_BYTES, SampleType } from './probe.js';
import type { ProbePoint } from './probe-point.js';

/** The calling thread, in perf_event_open(2). */
const SELF = 0;
/** linux/perf_event.h: where in the control page the head of the records stands, and what a record is like. */
const DATA_HEAD = 1024;
const DATA_FROM = RING_BYTES / 2;
const RECORD_SAMPLE = 9;
const HEADER_BYTES = 8;
const SAMPLE_BYTES = HEADER_BYTES + 8;

/** That a point was passed. */
export interface Passing {
  readonly point: ProbePoint;
  /** In nanoseconds of the kernel's clock for events. */
  readonly time: bigint;
}

interface Traced {
  readonly point: ProbePoint;
  readonly event: ProbeEvent;
  /** Bytes that had been written when it was last forgotten. */
  from: bigint;
}

export class ThreadTrace {
  readonly #traced: readonly Traced[];

  /**
   * @param points those that cannot be probed are passed over
   * @param limitMs how long it may take to set them: those that are left then are passed over too
   */
  constructor(points: readonly ProbePoint[], limitMs: number) {
    const deadlineMs = performance.now() + limitMs;
    this.#traced = points.flatMap((point) => {
      if (performance.now() > deadlineMs) return [];
      const event = openEvent(point, SELF, SampleType.TIME);
      return event === null ? [] : [{ point, event, from: 0n }];
    });
  }

  /** What was passed until now is not told. */
  forget(): void {
    for (const one of this.#traced) one.from = headOf(one.event);
  }

  /** What has been passed since, each passing by itself, in the order of time. */
  passings(): Passing[] {
    return this.#traced
      .flatMap(({ point, event, from }) => timesIn(event, from).map((time) => ({ point, time })))
      .sort((one, other) => (one.time < other.time ? -1 : 1));
  }

  /** Takes all probes away. */
  close(): void {
    for (const { event } of this.#traced) closeEvent(event);
  }
}

function headOf({ ring }: ProbeEvent): bigint {
  return Buffer.from(koffi.view(BigInt(ring), RING_BYTES)).readBigUInt64LE(DATA_HEAD);
}

/** When each passing behind an offset of the records was: the oldest ones are overwritten where there were too many. */
function timesIn(event: ProbeEvent, from: bigint): bigint[] {
  const data = Buffer.from(koffi.view(BigInt(event.ring), RING_BYTES)).subarray(DATA_FROM);
  const head = headOf(event);
  const oldest = head - BigInt(data.length);
  const times: bigint[] = [];
  // Records have one size, which divides that of the page.
  for (let at = from > oldest ? from : oldest; at < head; at += BigInt(SAMPLE_BYTES)) {
    const place = Number(at % BigInt(data.length));
    if (data.readUInt32LE(place) === RECORD_SAMPLE)
      times.push(data.readBigUInt64LE(place + HEADER_BYTES));
  }
  return times;
}
