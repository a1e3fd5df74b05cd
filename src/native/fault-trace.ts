/**
 * Which functions of the kernel the calling thread passes, and in which order: a probe at each of them, all at once,
 * whose records tell the time. Where one is passed again and again, its first passing counts.
 */
import koffi from 'koffi';
import {
  closeEvent,
  openEvent,
  type ProbeEvent,
  type ProbePoint,
  RING_BYTES,
  SampleType,
} from './probe.js';

/** The calling thread, in perf_event_open(2). */
const SELF = 0;
/** linux/perf_event.h: where in the control page the head of the records stands, and what a record is like. */
const DATA_HEAD = 1024;
const DATA_FROM = RING_BYTES / 2;
const RECORD_SAMPLE = 9;
const HEADER_BYTES = 8;
const SAMPLE_BYTES = HEADER_BYTES + 8;

interface Traced {
  readonly point: ProbePoint;
  readonly event: ProbeEvent;
  /** Bytes that had been written when it was last forgotten. */
  from: bigint;
}

export class FaultTrace {
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

  /** What has been passed since, in the order of time. */
  passed(): ProbePoint[] {
    return this.#traced
      .flatMap(({ point, event, from }) => {
        const time = firstTime(event, from);
        return time === null ? [] : [{ point, time }];
      })
      .sort((one, other) => (one.time < other.time ? -1 : 1))
      .map(({ point }) => point);
  }

  /** Takes all probes away. */
  close(): void {
    for (const { event } of this.#traced) closeEvent(event);
  }
}

function headOf({ ring }: ProbeEvent): bigint {
  return Buffer.from(koffi.view(BigInt(ring), RING_BYTES)).readBigUInt64LE(DATA_HEAD);
}

/** When the first passing behind an offset of the records was, null where there was none. */
function firstTime(event: ProbeEvent, from: bigint): bigint | null {
  const head = headOf(event);
  if (head - from < BigInt(SAMPLE_BYTES)) return null;
  const data = Buffer.from(koffi.view(BigInt(event.ring), RING_BYTES)).subarray(DATA_FROM);
  // Overwritten where there were more than it holds: then the oldest that is left is as good.
  const oldest = head - BigInt(data.length);
  const at = Number((from > oldest ? from : oldest) % BigInt(data.length));
  // Records have one size, which divides that of the page.
  if (data.readUInt32LE(at) !== RECORD_SAMPLE) return null;
  return data.readBigUInt64LE(at + HEADER_BYTES);
}
